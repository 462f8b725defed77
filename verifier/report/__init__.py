"""What was found out in; a report, and the report in every format people ask for, out."""

from __future__ import annotations

from verifier.report.build import build_report, check_citation, check_source
from verifier.report.diff import diff_reports
from verifier.report.digest import render_run
from verifier.report.render import FORMATS, render

__all__ = ["FORMATS", "build_report", "check_citation", "check_source", "diff_reports", "render", "render_run"]
