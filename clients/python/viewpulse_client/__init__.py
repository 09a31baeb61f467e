"""Tracks events for Viewpulse, asks for its numbers, and watches them live."""

from viewpulse_client.answers import Problem
from viewpulse_client.api_error import ApiError
from viewpulse_client.async_tracker import AsyncTracker
from viewpulse_client.client import AsyncClient, Client
from viewpulse_client.document import Document, LiveDocument
from viewpulse_client.tracker import Tracker

__all__ = ["ApiError", "AsyncClient", "AsyncTracker", "Client", "Document", "LiveDocument", "Problem", "Tracker"]
