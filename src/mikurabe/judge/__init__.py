"""Judging: what is normal, learned from normal pictures; whether a picture is; and which indices can tell."""
