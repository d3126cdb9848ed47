/* What script adds to the search page, which works without it: names to choose from while typing, results that follow a
   filter at once, and the searches of late, which stay in this browser. No dependency, nothing inline.
   The page says what is what by attribute:
     form[data-live]            the search form; its answers come into [data-found] without a reload
     [data-found]               what was found and its filters; data-search says in words what was searched for,
                                data-address is its address, data-nothing says that there are no jobs
     [data-announce]            tells a screen reader the new heading
     input[data-suggest="url"]  offers the names that its address answers (an ARIA combobox with a listbox)
     [data-recent]              the searches of late, with a button that forgets them */
(() => {
  "use strict";

  const form = document.querySelector("form[data-live]");
  if (!form) return;

  const page = form.closest(".jb-page");
  const one = (selector) => page.querySelector(selector);
  const found = () => one("[data-found]");
  const element = (tag, attributes = {}, text = "") => {
    const made = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.textContent = text;
    return made;
  };
  const inputs = () => Array.from(form.querySelectorAll("input:not([type=hidden]), select"));

  // Results without a reload -----------------------------------------------------------------------------------

  const PAUSE = 350; // milliseconds without a key before what was typed is searched for
  const UNFINISHED = 1200; // milliseconds more before words that find nothing are taken for finished
  const PATIENCE = 10000; // milliseconds without an answer before the page says so
  let asking = null; // the request under way: only the last one counts

  const isSearch = (url) => url.origin === window.location.origin && url.pathname === new URL(form.action).pathname;

  const addressOf = (sent) => {
    const url = new URL(sent.action);
    const said = Array.from(new FormData(sent)).filter(([, value]) => value !== "");
    url.search = new URLSearchParams(said).toString();
    return url;
  };

  const spaced = (text) => text.trim().replace(/\s+/g, " ");

  const narrowed = (facets) => { // what was typed meanwhile counts, not the words that the filters were made for
    const url = addressOf(facets);
    const shown = new URL(found().dataset.address, window.location.href).searchParams;
    form.querySelectorAll("input[data-suggest]").forEach(({ name, value }) => {
      if (spaced(value) === spaced(shown.get(name) || "")) return;
      url.searchParams.delete("plain");
      url.searchParams.delete(name);
      if (value) url.searchParams.set(name, value);
    });
    return url;
  };

  const nameOf = (part) => {
    if (part.id) return `#${CSS.escape(part.id)}`;
    return part.name ? `[name="${CSS.escape(part.name)}"][value="${CSS.escape(part.value)}"]:not([type=hidden])` : null;
  };

  const show = (fresh) => {
    const old = found();
    const opened = new Map(Array.from(old.querySelectorAll("details[id]"), (part) => [part.id, part.open]));
    const hadFocus = old.contains(document.activeElement);
    const name = hadFocus ? nameOf(document.activeElement) : null;
    const heading = fresh.querySelector("h1");
    heading.tabIndex = -1; // it takes the focus when what had it is gone
    fresh.querySelectorAll("[role=status]").forEach((part) => part.removeAttribute("role")); // it is said once, below
    fresh.querySelectorAll("details[id]").forEach((part) => { part.open = opened.get(part.id) ?? part.open; });
    old.replaceWith(fresh);
    one("[data-announce]").textContent = heading.textContent;
    if (hadFocus) ((name && fresh.querySelector(name)) || heading).focus({ preventScroll: true });
  };

  const valuesOf = () => new Map(inputs().map((input) => [input.id, input.value]));

  const fill = (answer, before) => inputs().forEach((input) => {
    const now = answer.getElementById(input.id);
    if (now && input.value === before.get(input.id)) input.value = now.value; // what is typed since is newer
  });

  const UNANSWERED = "Could not search just now. Press Search to try again.";

  const sayUnanswered = () => {
    if (!one("[data-unanswered]")) {
      const attributes = { class: "jb-notice jb-notice--warn", "data-unanswered": "" };
      found().querySelector("h1").after(element("p", attributes, `${UNANSWERED} These are the jobs found last.`));
    }
    one("[data-announce]").textContent = UNANSWERED;
  };

  const wordsOf = (url) => ["q", "place"].map((name) => new URL(url).searchParams.get(name) || "").join(" in ");

  const takeOver = (answer, ...selectors) => selectors.forEach((selector) => {
    const [old, now] = [document.head.querySelector(selector), answer.head.querySelector(selector)];
    if (old && now) old.replaceWith(document.adoptNode(now));
  });

  let begun = false; // whether what is shown was searched for while somebody typed

  const goesOn = (url) => { // whether its words go on where those of the shown search stopped
    const [said, before] = [url, window.location.href].map((each) => new URL(each).searchParams);
    return begun && ["q", "place"].every((name) => (said.get(name) || "").startsWith(before.get(name) || ""));
  };

  // Whether the answer is shown; one without jobs is not while somebody may be in the middle of a word
  const follow = async (url, { keep = "push", typing = false, unfinished = false } = {}) => {
    if (asking) asking.abort();
    if (keep === "push" && wordsOf(url) !== wordsOf(window.location.href) && !goesOn(url)) remember();
    const before = valuesOf();
    const mine = asking = new AbortController();
    const patience = window.setTimeout(() => mine.abort(new DOMException("No answer", "TimeoutError")), PATIENCE);
    found().setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: mine.signal, credentials: "same-origin" });
      const answer = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = answer.querySelector("[data-found]");
      if (!response.ok || !fresh) throw new Error("no results page");
      if (unfinished && "nothing" in fresh.dataset) return false;
      const address = new URL(fresh.dataset.address, window.location.href).href;
      if (keep === "push" && address !== window.location.href) window.history.pushState(null, "", address);
      if (keep === "replace") window.history.replaceState(null, "", address);
      document.title = answer.title;
      takeOver(answer, "link[rel=alternate]", "link[rel=canonical]");
      show(document.adoptNode(fresh));
      if (!typing) fill(answer, before);
      begun = typing;
      showRecent();
      return true;
    } catch (problem) {
      if (problem instanceof TypeError || problem.name === "TimeoutError") sayUnanswered(); // fetch found nobody, or waited
      else if (problem.name !== "AbortError") window.location.assign(url); // the server's own page says what is wrong
    } finally {
      window.clearTimeout(patience);
      if (asking === mine) {
        asking = null;
        found().removeAttribute("aria-busy");
      }
    }
    return undefined;
  };

  let wait = 0;
  let typed = false; // the first pause in typing is a step of its own in the history, the next ones replace it
  const settled = () => { window.clearTimeout(wait); typed = false; };

  const search = () => {
    settled();
    follow(addressOf(form));
  };

  const lookAtJobs = () => { // on a phone the filters lie above the jobs
    const filters = one("#filters");
    if (filters) filters.open = false;
    found().querySelector("h1").focus();
  };

  page.addEventListener("submit", (event) => {
    const sent = event.target;
    if (sent.method !== "get" || event.defaultPrevented || !isSearch(new URL(sent.action))) return;
    event.preventDefault();
    settled();
    follow(sent === form ? addressOf(form) : narrowed(sent)).then(() => { if (sent.matches(".jb-facets")) lookAtJobs(); });
  });

  page.addEventListener("change", ({ target }) => {
    if (target.matches(".jb-facets input")) {
      settled();
      follow(narrowed(target.form));
    }
    if (target.matches("form[data-live] select")) search();
  });

  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plain || !isSearch(new URL(link.href))) return;
    event.preventDefault();
    settled();
    follow(link.href).then(() => { if (link.rel) found().scrollIntoView(); }); // the next page begins at its top
  });

  const searchWhileTyping = async (unfinished) => {
    const shown = await follow(addressOf(form), { keep: typed ? "replace" : "push", typing: true, unfinished });
    if (shown) typed = true;
    if (shown === false) wait = window.setTimeout(searchWhileTyping, UNFINISHED, false);
  };

  form.addEventListener("input", (event) => {
    if (event.target.matches("select") || event.isComposing) return;
    window.clearTimeout(wait);
    wait = window.setTimeout(searchWhileTyping, PAUSE, true);
  });

  window.addEventListener("popstate", () => { settled(); follow(window.location.href, { keep: "no" }); });

  // Names to choose from ---------------------------------------------------------------------------------------

  const SHORT_PAUSE = 120;

  const offer = (input) => {
    const list = element("ul", { id: `${input.id}-names`, role: "listbox", class: "jb-names", "aria-label": input.dataset.suggestLabel });
    const count = element("span", { class: "jb-vh", role: "status" });
    const known = new Map();
    let chosen = -1;
    let later = 0;
    list.hidden = true;
    input.after(list, count);
    Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" })
      .forEach(([name, value]) => input.setAttribute(name, value));

    const options = () => Array.from(list.children);
    const close = () => {
      window.clearTimeout(later);
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      count.textContent = "";
    };
    const choose = (number) => {
      const all = options();
      chosen = (number + all.length) % all.length;
      all.forEach((option, n) => option.setAttribute("aria-selected", String(n === chosen)));
      input.setAttribute("aria-activedescendant", all[chosen].id);
      all[chosen].scrollIntoView({ block: "nearest" });
    };
    const take = (option) => {
      input.value = option.dataset.text;
      close();
      search();
    };
    const option = ({ text, kind }, number) => {
      const made = element("li", { id: `${list.id}-${number}`, role: "option", "aria-selected": "false", "data-text": text });
      made.append(element("span", {}, text), element("span", { class: "jb-soft jb-small" }, kind));
      made.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
      made.addEventListener("click", () => take(made));
      return made;
    };
    const open = (names) => {
      if (!names.length || document.activeElement !== input) return close();
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.replaceChildren(...names.map(option));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      count.textContent = names.length === 1 ? "1 suggestion" : `${names.length} suggestions`;
      return undefined;
    };
    const ask = async () => {
      const said = input.value.trim();
      if (!said) return close();
      if (!known.has(said)) {
        const url = new URL(input.dataset.suggest, window.location.href);
        url.searchParams.set("q", said);
        const answer = await fetch(url).then((response) => (response.ok ? response.json() : { suggestions: [] }), () => ({ suggestions: [] }));
        known.set(said, answer.suggestions);
      }
      if (said === input.value.trim()) open(known.get(said));
      return undefined;
    };

    input.addEventListener("input", (event) => {
      if (event.isComposing) return;
      window.clearTimeout(later);
      later = window.setTimeout(ask, SHORT_PAUSE);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && list.hidden) {
        event.preventDefault();
        ask();
      } else if (step) {
        event.preventDefault();
        choose(chosen < 0 && step < 0 ? -1 : chosen + step);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        take(options()[chosen]);
      } else if (event.key === "Enter") {
        close();
      }
    });
  };

  form.querySelectorAll("input[data-suggest]").forEach(offer);

  // Searches of late -------------------------------------------------------------------------------------------

  const RECENT = "jobboard-recent-searches"; // in this browser alone: what somebody looks for is nobody else's business
  const MOST = 5;

  const stored = () => {
    try {
      const held = JSON.parse(window.localStorage.getItem(RECENT) || "[]");
      return Array.isArray(held) ? held.filter(({ path, label }) => typeof path === "string" && typeof label === "string") : [];
    } catch {
      return []; // storage is switched off, or holds what another page wrote
    }
  };

  const store = (searches) => {
    try {
      window.localStorage.setItem(RECENT, JSON.stringify(searches));
    } catch {
      // storage is full or switched off: the page goes on without
    }
  };

  const here = () => window.location.pathname + window.location.search;

  const remember = () => {
    const label = found().dataset.search;
    if (!label || !window.location.search) return;
    const others = stored().filter((each) => each.path !== here() && each.label !== label);
    store([{ path: here(), label }, ...others].slice(0, MOST));
  };

  const showRecent = () => {
    const box = one("[data-recent]");
    const others = stored().filter(({ path }) => isSearch(new URL(path, window.location.origin)));
    box.hidden = !others.length || found().dataset.search !== ""; // they are offered where nothing is asked for yet
    box.querySelector("ul").replaceChildren(...others.map(({ path, label }) => {
      const line = element("li");
      line.append(element("a", { href: path, class: "jb-small jb-tap" }, label));
      return line;
    }));
  };

  one("[data-recent] button").addEventListener("click", () => {
    store([]);
    showRecent();
    form.querySelector("input[type=search]").focus();
  });
  window.addEventListener("pagehide", remember);

  showRecent();
})();
