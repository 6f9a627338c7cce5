"""Offers, requests and talents of neighbours: saying them, finding them, and what fits."""
