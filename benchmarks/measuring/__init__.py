"""What benchmarks/speed.py is made of: pictures, tasks that run in processes of their own, rounds, goals, the page."""
