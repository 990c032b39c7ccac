"""Partial dates, folding, trees and closed lists."""
