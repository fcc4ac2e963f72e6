"""Programmes, rules, grants and the ledger."""

from gruenzug.web.funding.models.grants import Application, CostItem, Duty, Earmark, Grant, GrantTerm
from gruenzug.web.funding.models.ledger import Account, Amendment, Drawdown, Entry, Posting, Proof
from gruenzug.web.funding.models.programmes import CallWindow, EligibleArea, Programme, Statement
from gruenzug.web.funding.models.rulesets import RuleSet, RuleTerm, Term
from gruenzug.web.funding.models.totals import PublishedTotal
from gruenzug.web.funding.models.vocabulary import ApplicantKind, Bound, Circumstance, CostType, MeasureKind

__all__ = [
    "Account",
    "Amendment",
    "ApplicantKind",
    "Application",
    "Bound",
    "CallWindow",
    "Circumstance",
    "CostItem",
    "CostType",
    "Drawdown",
    "Duty",
    "Earmark",
    "EligibleArea",
    "Entry",
    "Grant",
    "GrantTerm",
    "MeasureKind",
    "Posting",
    "Programme",
    "Proof",
    "PublishedTotal",
    "RuleSet",
    "RuleTerm",
    "Statement",
    "Term",
]
