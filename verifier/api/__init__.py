"""The HTTP service: calls and forms in, statuses, reports, events and pages out."""
