"""Funnels: how far viewers get through a series of steps."""
