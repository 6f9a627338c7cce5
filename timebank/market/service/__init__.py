"""The verbs of the market: post, change, renew and end listings; talents; support needs; "iets is niet fijn"."""

from timebank.market.service.concerns import (
    agree_to_measure,
    answer_concern,
    ask_measure,
    close_concern,
    end_measure,
    erase_old_concerns,
    raise_point,
    tell_about,
    tell_stewards,
)
from timebank.market.service.finding import forget_unused_words, keep_meanings, texts_without_meaning
from timebank.market.service.leaving import forget
from timebank.market.service.listings import (
    change_listing,
    choose_kind,
    end_listing,
    expire_listings,
    move_listings,
    post_listing,
    renew_listing,
    rest,
    stop_resting,
    tell_of_endings,
)
from timebank.market.service.needs import add_need, arranged, promise_need, remove_need, reopen_need
from timebank.market.service.talents import add_talent, remove_talent, show_talent

__all__ = [
    "add_need",
    "add_talent",
    "agree_to_measure",
    "answer_concern",
    "arranged",
    "ask_measure",
    "change_listing",
    "choose_kind",
    "close_concern",
    "end_listing",
    "end_measure",
    "erase_old_concerns",
    "expire_listings",
    "forget",
    "forget_unused_words",
    "keep_meanings",
    "move_listings",
    "post_listing",
    "promise_need",
    "raise_point",
    "remove_need",
    "remove_talent",
    "renew_listing",
    "reopen_need",
    "rest",
    "show_talent",
    "stop_resting",
    "tell_about",
    "tell_of_endings",
    "tell_stewards",
    "texts_without_meaning",
]
