"""Tests of who counts: logic, memberships, lists."""
