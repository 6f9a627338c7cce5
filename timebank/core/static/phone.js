"use strict";
// What a phone does by itself: it keeps one draft of "I did something" while there is no network, and offers it when
// there is. The draft leaves the phone only in the address of the page on which it is finished. Every page works
// without this file.

const READER = "reader"; // who was signed in here last: a draft is theirs alone
const DRAFT = "draft";

function draft() {
  return JSON.parse(localStorage.getItem(DRAFT));
}

function forgetDraft() {
  localStorage.removeItem(DRAFT);
}

// 128 random bits, in the shape of `secret` in core/tokens.py.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function knowReader() {
  const reader = document.body.dataset.reader;
  if (reader === undefined || reader === localStorage.getItem(READER)) return;
  localStorage.clear();
  if (reader) localStorage.setItem(READER, reader);
}

function forgetAtSignOut() {
  document.addEventListener("submit", (event) => {
    if (event.target.matches('[action$="/sign-out"]')) localStorage.clear();
  });
}

// What was written down from the draft comes back with its key behind the address.
function forgetWhatWasSent() {
  if (!draft() || location.hash !== `#${draft().key}`) return;
  forgetDraft();
  history.replaceState(null, "", location.pathname);
}

function offer(card) {
  const { direction, name, what, minutes, hours_part, minutes_part, occurred_on, key } = draft();
  const chosen = minutes === "other" ? 60 * hours_part + Number(minutes_part) : minutes;
  const go = card.querySelector("a");
  go.href = `${go.dataset[direction]}?${new URLSearchParams({ name, what, minutes: chosen, day: occurred_on, key })}`;
  const words = [name, written(occurred_on)].filter(Boolean).join(", ");
  if (words) card.querySelector("b").textContent = words;
  card.querySelector("button").addEventListener("click", () => {
    forgetDraft();
    card.hidden = true;
  });
  card.hidden = false;
}

function written(day) {
  const options = { weekday: "long", day: "numeric", month: "long" };
  return day && new Date(`${day}T12:00`).toLocaleDateString(document.documentElement.lang, options);
}

function letWrite(form, kept) {
  const before = draft();
  if (before) fill(form, before);
  else form.elements.occurred_on.valueAsDate = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000);
  kept.hidden = !before;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const key = draft()?.key ?? newKey();
    localStorage.setItem(DRAFT, JSON.stringify({ ...Object.fromEntries(new FormData(form)), key }));
    kept.hidden = false;
    kept.focus();
  });
}

function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
}

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker");
knowReader();
forgetAtSignOut();
forgetWhatWasSent();
const card = document.getElementById("kept-draft");
if (card && draft()) offer(card);
const form = document.getElementById("write-draft");
if (form && localStorage.getItem(READER)) letWrite(form, document.getElementById("draft-kept"));
