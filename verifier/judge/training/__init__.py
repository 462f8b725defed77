"""Labelled pairs in, `weights.json` out: `python -m verifier.judge.training DATA_DIR`.

Needs the extra `train` (numpy, scikit-learn); nothing at run time imports this package.
"""
