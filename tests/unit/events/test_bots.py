import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from server.access import Caller
from server.events.bots import LIBRARIES, bot_reason, is_crawler
from server.events.model import Device

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    "user_agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        f"{IPHONE} Mobile/15E148 (compatible; Googlebot/2.1)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36",
    ],
)
def test_crawlers_and_steered_browsers_are_bots(user_agent: str) -> None:
    assert is_crawler(user_agent)


@pytest.mark.parametrize(
    "user_agent",
    [
        "",
        "okhttp/4.12.0",
        "Clips/3.2 CFNetwork/1494.0.7 Darwin/23.4.0",
        "python-requests/2.32.0",
        "python-httpx/0.28.1",
        "Python/3.11 aiohttp/3.9.5",
        "Python/3.11 websockets/16.0",
        "curl/8.5.0",
        "Wget/1.21",
        "Go-http-client/2.0",
        "Apache-HttpClient/4.5.13 (Java/17)",
        "Java/17.0.2",
        "axios/1.7.2",
        "node",
        "undici",
        "Dart/3.3 (dart:io)",
        "Dalvik/2.1.0 (Linux; U; Android 13; SM-G991B)",
        "AppleCoreMedia/1.0.0.21F79 (iPhone; U; CPU OS 17_5 like Mac OS X; en_us)",
        "Alamofire/5.8",
        "Roku/DVP-12.5 (12.5.0.4178-88)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0",
        "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 Chrome/94 Safari/537.36 WebAppManager",
        f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1",
        f"{IPHONE} Mobile/15E148 Instagram 334.0.4.32.98 (iPhone14,2; iOS 17_5; en_US)",
        f"{IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/470.0.0.43.103;FBBV/1]",
        f"{ANDROID} Chrome/125 Mobile Safari/537.36 musical_ly_2023401020 AppName/musical_ly BytedanceWebview/d8a21c6",
    ],
)
def test_people_and_the_http_libraries_of_their_apps_are_none(user_agent: str) -> None:
    assert not is_crawler(user_agent)


def test_every_crawler_of_the_list_is_recognized_by_its_examples() -> None:
    known = [entry for entry in CRAWLER_USER_AGENTS_DATA if LIBRARIES not in entry["tags"]]
    missed = [example for entry in known for example in entry["instances"] if not is_crawler(example)]
    assert len(known) > 1000
    assert missed == []


def test_a_very_long_user_agent_is_read_in_part() -> None:
    assert not is_crawler("x" * 600 + "Googlebot/2.1")


SERVER = Caller(may_track=True, bot_reason="data_center")


def test_the_request_counts_if_the_event_has_no_user_agent() -> None:
    assert bot_reason(None, SERVER) == bot_reason(Device(os="iOS"), SERVER) == "data_center"
    assert bot_reason(None, Caller(may_track=True)) is None


def test_a_server_that_sends_its_viewers_user_agent_is_not_checked_itself() -> None:
    assert bot_reason(Device(user_agent=f"{IPHONE} Safari/604.1"), SERVER) is None
    assert bot_reason(Device(user_agent="Googlebot/2.1"), SERVER) == "user_agent"
    assert bot_reason(Device(user_agent=""), SERVER) is None
