/* What script adds to pages that work without it. No dependency, nothing inline, so `default-src 'self'` holds.
   A page asks by attribute:
     .jb-file               the chosen file's name and size, and a Remove button; data-max-bytes says the limit early
     select[data-autosubmit]  sends its form when chosen with a pointer (with the keyboard its button does)
     form[data-ctrl-enter]  Ctrl+Enter (Cmd+Enter) sends it
     a[data-escape]         Esc follows it, unless somebody is writing; with the value "back" it leads to the page before
     [data-key="i"]         that key presses, follows or focuses it, outside fields; "g i" are two keys, one after the
                            other; [data-keys="off"] on .jb stops all keys
     [data-row]             j and k go from one to the next, wherever in its row, card or line the focus is
     [data-row-key="s"]     that key presses or focuses the one in the row that has the focus
     form[data-keeps-place]  sent by a key from such a row, the focus is on that row again afterwards, wherever it stands by
                            then, or on the next where it is gone
     a[data-dialog="id"]    opens that <dialog> in place of its page
     [data-focus]           gets the focus when a key led here; with the value "now" whenever the page opens
     form[data-remember-picks]  keeps who is ticked from page to page, until [data-forget-picks] is sent or it is reset;
                            the value tells lists apart
     button[data-pick-all]  ticks everybody on the page
     [data-shown-with="name=value"]  is shown while that radio is chosen
     [data-follows-form="name"]  is fetched anew, by sending its form with that name as a button does, a moment after
                            something was typed or chosen in it; that button is for pages without script
     form[data-say-when-shown]  is sent in the background when the page is seen
     form[data-keeps-draft]  is sent in the background, its value as "draft", a moment after somebody wrote in it;
                            [data-draft-kept] says when; its field "seal" says over what it was filled in
     form[data-keeps-typed="id"]  what was typed is there again when its page is loaded again in the same tab, until a page
                            with [data-forgets-typed="id"] says that it has arrived
     button[data-copy]      copies the text it carries; shown only where copying works
   Every form is sent once, and a page with errors starts at their summary. */
(() => {
  "use strict";

  const board = document.querySelector(".jb");
  if (!board) return;

  const all = (selector, root = board) => Array.from(root.querySelectorAll(selector));
  const one = (selector, root = board) => root.querySelector(selector);

  const element = (tag, className, text = "") => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };

  // Files ------------------------------------------------------------------------------------------------------

  const megabyte = 1024 * 1024;
  const size = (bytes) => {
    if (bytes >= megabyte) return `${(bytes / megabyte).toFixed(1).replace(/\.0$/, "")} MB`;
    return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  };
  const kind = (name) => (name.includes(".") ? `${name.split(".").pop().toUpperCase()}, ` : "");

  const over = (file, limit) => Boolean(limit && file.size > limit);
  const tooBig = (file, limit) => {
    const most = size(limit);
    const its = size(file.size) === most ? `just over ${most}` : size(file.size);
    return element("span", "jb-error", `This file is ${its}; the most we can take is ${most}`);
  };

  const describeFile = (file, limit) => {
    const fits = () => element("span", "jb-hint", `${kind(file.name)}${size(file.size)}, ready to send`);
    const said = element("p", "jb-file__chosen");
    said.append(element("span", "jb-file__name", file.name), over(file, limit) ? tooBig(file, limit) : fits());
    return said;
  };

  const fileButtons = (input) => {
    const another = element("button", "jb-button", "Choose another");
    const remove = element("button", "jb-button jb-button--quiet", "Remove");
    another.type = remove.type = "button";
    another.addEventListener("click", () => input.click());
    remove.addEventListener("click", () => {
      input.value = "";
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
    return [another, remove];
  };

  const watchFile = (input) => {
    const box = input.closest(".jb-file");
    const shown = element("div", "jb-file__state jb-row");
    shown.setAttribute("role", "status");
    box.append(shown);
    const show = () => {
      const file = input.files[0];
      const limit = Number(input.dataset.maxBytes || 0);
      box.classList.toggle("jb-file--chosen", Boolean(file));
      box.classList.toggle("jb-file--over", Boolean(file) && over(file, limit));
      shown.replaceChildren(...(file ? [describeFile(file, limit), ...fileButtons(input)] : []));
    };
    input.addEventListener("change", show);
    show(); // the browser keeps a chosen file when one comes back to the page
  };

  all(".jb-file input[type=file]").forEach(watchFile);

  // Forms ------------------------------------------------------------------------------------------------------

  let byKeyboard = false; // arrow keys change a closed select at every step: sending then would take the page away
  board.addEventListener("keydown", () => { byKeyboard = true; });
  board.addEventListener("pointerdown", () => { byKeyboard = false; });
  board.addEventListener("change", ({ target }) => {
    if (target.matches("select[data-autosubmit]") && !byKeyboard) target.form.requestSubmit();
  });

  const patience = 10000; // milliseconds after which a form that did not leave the page may be sent again
  const release = (form) => {
    delete form.dataset.sent;
    all("[aria-busy=true]", form).forEach((button) => button.removeAttribute("aria-busy"));
  };

  board.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    if (byKeyboard && "keepsPlace" in form.dataset) rememberPlace(form);
    window.setTimeout(release, patience, form);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(release));

  const errors = one(".jb-errors");
  if (errors) errors.focus();

  // A form that says by itself, once, that its page was shown to somebody; a fetch by a machine says nothing
  all("form[data-say-when-shown]").forEach((form) => {
    const say = () => fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" }).catch(() => undefined);
    if (document.visibilityState === "visible" && form.parentElement.offsetParent) say();
  });

  const restful = 3000; // milliseconds without a change after which a draft is kept
  const keepDraft = (form) => {
    const said = one("[data-draft-kept]", form);
    let waiting;
    let sending;
    const outcome = (answer) => {
      const now = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      if (answer && answer.status === 204) return `Draft kept at ${now}.`;
      if (answer && answer.status === 409) return "You wrote on this elsewhere too. Keep the draft to see both.";
      return "The draft could not be kept. What you wrote is still here.";
    };
    const send = async () => {
      const draft = new FormData(form);
      draft.set("draft", form.dataset.keepsDraft);
      const answer = await fetch(form.action, { method: "POST", body: draft, credentials: "same-origin" }).catch(() => undefined);
      const seal = answer && answer.headers.get("Jobboard-Seal");
      if (seal) form.elements.seal.value = seal;
      said.textContent = outcome(answer);
      sending = undefined;
    };
    const keep = async () => {
      await sending; // a second draft must carry the seal that the first one got
      if (form.dataset.sent) return;
      sending = send();
    };
    form.addEventListener("submit", (event) => {
      if (!sending) return;
      event.preventDefault(); // so must the form itself
      sending.then(() => form.requestSubmit(event.submitter));
    });
    form.addEventListener("input", () => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(keep, restful);
    });
  };
  all("form[data-keeps-draft]").forEach(keepDraft);

  const typedIn = (form) => `jobboard-typed-${form}`; // in this tab alone

  const keepTyped = (form) => {
    const place = typedIn(form.dataset.keepsTyped);
    const held = new Map(JSON.parse(sessionStorage.getItem(place) || "[]"));
    const fields = [...form.elements].filter((field) => field.id && !["file", "hidden", "submit"].includes(field.type) && field.tabIndex >= 0);
    const ticked = (field) => ["checkbox", "radio"].includes(field.type);
    fields.filter((field) => held.has(field.id)).forEach((field) => {
      if (ticked(field)) field.checked = held.get(field.id);
      else field.value = held.get(field.id);
    });
    form.addEventListener("input", () => {
      const typed = fields.map((field) => [field.id, ticked(field) ? field.checked : field.value]);
      sessionStorage.setItem(place, JSON.stringify(typed));
    });
  };
  all("[data-forgets-typed]").forEach((part) => sessionStorage.removeItem(typedIn(part.dataset.forgetsTyped)));
  all("form[data-keeps-typed]").forEach(keepTyped);

  // What belongs to one choice among several is out of sight until it is made
  all("[data-shown-with]").forEach((part) => {
    const [name, value] = part.dataset.shownWith.split("=");
    const form = part.closest("form");
    const show = () => {
      const chosen = one(`input[name="${CSS.escape(name)}"]:checked`, form);
      part.hidden = !chosen || chosen.value !== value;
    };
    form.addEventListener("change", show);
    show();
  });

  // What the server makes of a form that is still being filled in
  const settled = 400; // milliseconds without a change after which it is asked
  all("[data-follows-form]").forEach((part) => {
    const form = part.closest("form");
    const name = part.dataset.followsForm;
    let waiting;
    let asked = 0;
    const withoutButton = (fresh) => {
      all(`button[name="${CSS.escape(name)}"]`, fresh).forEach((button) => button.remove());
      return fresh;
    };
    const put = (fresh) => {
      const unfolded = all("details", part).map((fold) => fold.open);
      all("details", fresh).forEach((fold, number) => { fold.open = Boolean(unfolded[number]); });
      part.replaceChildren(...withoutButton(fresh).childNodes);
      part.removeAttribute("aria-busy");
    };
    const outdated = () => {
      const said = element("div", "");
      said.append(element("p", "jb-error", "This could not be brought up to date. Check your connection, and change something to try again."));
      return said;
    };
    const ask = async () => {
      const number = ++asked;
      const filled = new FormData(form);
      filled.set(name, "yes");
      const answer = await fetch(form.action, { method: "POST", body: filled, credentials: "same-origin" }).catch(() => undefined);
      const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
      if (number === asked) put((page && page.getElementById(part.id)) || outdated());
    };
    withoutButton(part);
    form.addEventListener("input", () => {
      part.setAttribute("aria-busy", "true");
      window.clearTimeout(waiting);
      waiting = window.setTimeout(ask, settled);
    });
  });

  // Who is ticked ----------------------------------------------------------------------------------------------

  const pickedIn = (list) => `jobboard-picked${list ? `-${list}` : ""}`; // in this tab alone, and only ids

  const rememberPicks = (form) => {
    const place = pickedIn(form.dataset.rememberPicks);
    const boxes = [...form.elements].filter((box) => box.name === "pick"); // some stand in a table outside of the form
    const picked = new Set(JSON.parse(sessionStorage.getItem(place) || "[]"));
    const said = one("[data-picked]", form);
    const usual = said.textContent;
    const keep = () => {
      sessionStorage.setItem(place, JSON.stringify([...picked]));
      said.textContent = picked.size ? `${picked.size} selected:` : usual;
      form.classList.toggle("jb-has-picks", picked.size > 0);
    };
    form.classList.add("jb-list--remembers");
    const look = (box) => {
      if (box.checked) picked.add(box.value);
      else picked.delete(box.value);
      keep();
    };
    boxes.forEach((box) => {
      box.checked = picked.has(box.value);
      box.addEventListener("change", () => look(box));
    });
    all("[data-pick-all]").filter((button) => button.form === form).forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => boxes.forEach((box) => { box.checked = true; look(box); }));
    });
    form.addEventListener("reset", () => { picked.clear(); keep(); });
    form.addEventListener("formdata", ({ formData }) => { // those on other pages of the list
      const here = new Set(boxes.map((box) => box.value));
      picked.forEach((id) => { if (!here.has(id)) formData.append("pick", id); });
    });
    keep();
  };

  all("form[data-remember-picks]").forEach(rememberPicks);
  all("[data-forget-picks]").forEach((part) => {
    part.closest("form").addEventListener("submit", () => sessionStorage.removeItem(pickedIn(part.dataset.forgetPicks)));
  });

  // Copying ----------------------------------------------------------------------------------------------------

  const watchCopy = (button) => {
    if (!navigator.clipboard) return;
    const words = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const address = new URL(button.dataset.copy, window.location.href).href;
      const copied = await navigator.clipboard.writeText(address).then(() => true, () => false);
      button.textContent = copied ? "Copied" : "Copying was not allowed";
      window.setTimeout(() => { button.textContent = words; }, 2000);
    });
  };

  all("button[data-copy]").forEach(watchCopy);

  // Keys -------------------------------------------------------------------------------------------------------

  const writing = (target) => target.matches("input:not([type=checkbox], [type=radio], [type=submit]), select, textarea, [contenteditable]");
  const BY_KEY = "jobboard-by-key";
  const press = (found) => {
    if (found.matches("input:not([type=checkbox], [type=radio]), select, textarea")) return found.focus();
    if (found.matches("a:not([data-dialog])")) sessionStorage.setItem(BY_KEY, "yes");
    return found.click();
  };

  const open = (found) => {
    const folded = found.closest("details:not([open])");
    if (folded) folded.open = true;
    press(found);
  };

  const inDialog = () => Boolean(document.querySelector("dialog[open]")); // its keys are its own

  const escape = (target) => {
    if (inDialog()) return undefined;
    if (writing(target) && target.closest(".jb")) return target.blur(); // the first Esc leaves the field, the next the page
    const way = one("a[data-escape]");
    if (way && way.dataset.escape === "back" && document.referrer.startsWith(`${window.location.origin}/`)) window.history.back();
    else if (way) press(way);
    return undefined;
  };

  const ROW = "tr, li, article";
  const STEPS = { j: 1, k: -1 };
  const rowWithFocus = () => document.activeElement.closest(ROW);
  const neighbour = (step) => {
    const rows = all("[data-row]");
    const here = rows.findIndex((row) => row.closest(ROW) === rowWithFocus());
    return here < 0 ? rows.at(step > 0 ? 0 : -1) : rows[here + step];
  };

  const PLACE = "jobboard-place"; // in this tab alone, and only addresses
  const rememberPlace = (form) => {
    const rows = all("[data-row]");
    const here = rows.findIndex((row) => row.closest(ROW) === form.closest(ROW));
    const ways = [rows[here], rows[here + 1], rows[here - 1]].filter(Boolean).map((row) => row.getAttribute("href"));
    sessionStorage.setItem(PLACE, JSON.stringify(ways));
  };
  const rememberedPlace = () => {
    const ways = JSON.parse(sessionStorage.getItem(PLACE) || "[]");
    sessionStorage.removeItem(PLACE);
    return ways.map((way) => one(`[data-row][href="${CSS.escape(way)}"]`)).find(Boolean);
  };

  const inRow = (key) => {
    const row = rowWithFocus();
    if (row && one("[data-row]", row)) return one(`[data-row-key="${CSS.escape(key)}"]`, row);
    return null;
  };

  const TWO_KEYS_WITHIN = 1500; // milliseconds
  let began = { key: "", at: 0 };
  const withTheOneBefore = (event) => {
    const before = event.timeStamp - began.at < TWO_KEYS_WITHIN ? `${began.key} ` : "";
    began = { key: event.key, at: event.timeStamp };
    return before && one(`[data-key="${CSS.escape(before + event.key)}"]`);
  };

  const single = (event) => {
    if (writing(event.target) || event.ctrlKey || event.metaKey || event.altKey || board.dataset.keys === "off" || inDialog()) return;
    const found = withTheOneBefore(event) || inRow(event.key) || one(`[data-key="${CSS.escape(event.key)}"]`);
    const row = found ? null : STEPS[event.key] && neighbour(STEPS[event.key]);
    if (!found && !row) return;
    event.preventDefault();
    if (found) open(found);
    else row.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || !(event.target instanceof Element)) return;
    const form = event.target.closest("form[data-ctrl-enter]") || (writing(event.target) ? null : one("form[data-ctrl-enter]"));
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) form.requestSubmit();
    else if (event.key === "Escape") escape(event.target);
    else single(event);
  });

  all("a[data-dialog]").forEach((way) => {
    way.addEventListener("click", (event) => {
      const dialog = document.getElementById(way.dataset.dialog);
      if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      dialog.showModal();
    });
  });

  // Who comes by a key, or has just decided, goes on from the person and not from the top of the page
  const next = one("[data-focus]");
  if (next && (next.dataset.focus === "now" || sessionStorage.getItem(BY_KEY))) next.focus({ preventScroll: true });
  sessionStorage.removeItem(BY_KEY);
  const place = rememberedPlace();
  if (place) place.focus();

  // In a list that scrolls beside an opened person, that person comes into sight
  all(".jb-split--detail > .jb-list").forEach((list) => {
    const here = one(".jb-is-chosen", list);
    if (!here) return;
    const above = here.getBoundingClientRect().top - list.getBoundingClientRect().top;
    list.scrollTop = above - (list.clientHeight - here.offsetHeight) / 2;
  });

  // In a row of navigation that scrolls, the page one is on comes into sight
  all(".jb-nav ul").forEach((row) => {
    const here = one("[aria-current]", row);
    if (here) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  });
})();
