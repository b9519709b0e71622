"""What benchmarks/judging.py is made of: pictures with known truth, scores, measures, the page."""
