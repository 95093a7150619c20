"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (selector, root = document) => root.querySelector(selector);
  document.documentElement.classList.add("js");
  const typing = (event) => event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  const show = (element) => element.scrollIntoView({ block: "nearest" });
  const openUp = (element) => {
    for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) openUp(target);
  };
  addEventListener("hashchange", follow);
  follow();

  // --- evolution report ---
  const source = document.getElementById("data");
  const data = source ? JSON.parse(source.textContent) : null;
  const name = (ref) => data.docs[data.refs[ref][0]][0] + " " + data.refs[ref][1];
  const weight = (ref) => "(" + data.docs[data.refs[ref][0]][1] + ")";
  const note = (passage, paragraph) => {
    const entry = data.passages[paragraph.id][Number(passage.dataset.i)];
    const box = document.getElementById("passage-note").content.cloneNode(true);
    const put = (field, text) => { one('[data-f="' + field + '"]', box).textContent = text; };
    const drop = (row) => one('[data-row="' + row + '"]', box).remove();
    const [kind, count, origin, earliest, nearest, carriers] = entry;
    one(".say", box).textContent = "“" + passage.textContent.trim() + "”";
    put("kind", kind);
    put("words", count + (count === 1 ? " word" : " words"));
    if (earliest === null) drop("earliest"); else { put("earliest", name(earliest)); put("earliest-w", weight(earliest)); }
    if (origin === null || origin === earliest) drop("origin"); else { put("origin", name(origin)); put("origin-w", weight(origin)); }
    if (!nearest.length) drop("nearest"); else put("nearest", nearest.map(name).join(", "));
    if (!carriers.length) drop("carriers");
    else {
      put("carriers", carriers.length + (carriers.length === 1 ? " paragraph" : " paragraphs"));
      const list = one('[data-row="carriers"] ul', box);
      for (const ref of carriers) {
        const item = document.createElement("li");
        item.textContent = name(ref) + (data.docs[data.refs[ref][0]][2] ? " ◆" : "");
        list.append(item);
      }
    }
    const slot = one(".slot", paragraph);
    slot.replaceChildren(box);
    return slot;
  };
  const close = (paragraph) => {
    all(".src[open]", paragraph).forEach((details) => { details.open = false; });
    all(".p.on", paragraph).forEach((passage) => { passage.classList.remove("on"); passage.removeAttribute("aria-current"); });
    const slot = one(".slot", paragraph);
    if (slot) slot.replaceChildren();
  };
  const choose = (passage) => {
    const paragraph = passage.closest(".para");
    const again = passage.classList.contains("on");
    close(paragraph);
    if (again) return;
    passage.classList.add("on");
    passage.setAttribute("aria-current", "true");
    const slot = note(passage, paragraph);
    const id = passage.getAttribute("href");
    const details = id ? document.getElementById(decodeURIComponent(id.slice(1))) : null;
    if (details && details.tagName === "DETAILS") details.open = true;
    if (innerWidth < 1100) show(slot);
  };
  if (data) {
    all("span.p").forEach((passage) => { passage.tabIndex = 0; passage.setAttribute("role", "button"); });
    addEventListener("click", (event) => {
      const passage = event.target.closest(".p[data-i]");
      if (!passage || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      choose(passage);
    });
    all(".legend [data-slot]").forEach((button) => button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      all(".legend [data-slot]").forEach((other) => other.setAttribute("aria-pressed", String(on && other === button)));
      document.body.classList.toggle("only", on);
      all(".p").forEach((passage) => passage.classList.toggle("lit", on && passage.classList.contains(button.dataset.slot)));
    }));
    const every = document.getElementById("open-all");
    every.addEventListener("click", () => {
      const on = every.getAttribute("aria-pressed") !== "true";
      every.setAttribute("aria-pressed", String(on));
      all(".para").forEach((paragraph) => { const details = one(".src", paragraph); if (details) details.open = on; });
    });
    const chains = (on) => all(".chain").forEach((chain) => { chain.open = on; });
    const press = (id, action) => { const button = document.getElementById(id); if (button) button.addEventListener("click", action); };
    press("open-chains", () => chains(true));
    press("close-chains", () => chains(false));
    let before = null;
    addEventListener("beforeprint", () => { before = all(".chain").map((chain) => chain.open); chains(true); });
    addEventListener("afterprint", () => { if (before) all(".chain").forEach((chain, i) => { chain.open = before[i]; }); });
  }

  // --- comparison ---
  const pairs = all(".pair[data-change]");
  const press = (id, action) => { const button = document.getElementById(id); if (button) button.addEventListener("click", () => action(button)); };
  const toggle = (button, name) => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    document.body.classList.toggle(name, on);
    return on;
  };
  press("inline", (button) => toggle(button, "inline"));
  press("no-surface", (button) => toggle(button, "no-surface"));
  press("changed-only", (button) => toggle(button, "changed-only"));
  press("open-same", (button) => { const on = toggle(button, "all-open"); all("details.same").forEach((part) => { part.open = on; }); });
  press("next", () => step(1));
  press("previous", () => step(-1));
  press("copy", (button) => {
    const list = document.getElementById("change-list");
    const range = document.createRange();
    range.selectNodeContents(list);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    const done = document.execCommand("copy");
    if (done) button.textContent = button.dataset.done;
  });
  const kind = document.getElementById("kind");
  if (kind) {
    const choose = () => {
      document.body.classList.toggle("by-kind", kind.value !== "");
      pairs.forEach((pair) => pair.classList.toggle("other", kind.value !== "" && !pair.dataset.kinds.split(" ").includes(kind.value)));
    };
    kind.addEventListener("change", choose);
    choose(); // a browser may keep the choice when the page is loaded again
  }
  if (document.getElementById("inline") && innerWidth < 800) document.getElementById("inline").click();

  // --- keys ---
  let current = -1;
  const places = () => {
    const rows = pairs.length ? pairs : all(".para");
    return rows.filter((row) => row.offsetParent !== null);
  };
  const step = (by) => {
    const rows = places();
    if (!rows.length) return;
    const here = one(".here");
    const at = here ? rows.indexOf(here) : -1;
    current = at < 0 && by < 0 ? rows.length - 1 : Math.min(Math.max(at + by, 0), rows.length - 1);
    all(".here").forEach((row) => row.classList.remove("here"));
    const row = rows[current];
    row.classList.add("here");
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "start" });
    const count = document.getElementById("count");
    if (count) count.textContent = row.dataset.change || String(current + 1);
  };
  addEventListener("keydown", (event) => {
    if (typing(event)) return;
    const passage = event.target.closest ? event.target.closest("span.p[data-i]") : null;
    if (passage && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); choose(passage); }
    else if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "o" && data) {
      const here = one(".here") || event.target.closest(".para");
      if (here) { const list = all(".src", here); const on = !list.some((item) => item.open); list.forEach((item) => { item.open = on; }); }
    } else if (event.key === "Escape" && data) all(".para").forEach(close);
  });
})();
