// The demo shop's own script: its tabs walk to another address without a load, as many real shops do.

interface Tab {
  name: string;
  title: string;
}

function show(tab: Tab): void {
  document.title = tab.title;
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-tab]")) {
    if (link.dataset.tab === tab.name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const panel of document.querySelectorAll<HTMLElement>("[data-panel]")) {
    panel.hidden = panel.dataset.panel !== tab.name;
  }
}

function tabOf(link: HTMLAnchorElement): Tab {
  return { name: link.dataset.tab ?? "", title: link.dataset.title ?? document.title };
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-tab]") : null;
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(tabOf(link), "", link.href);
  show(tabOf(link));
});

addEventListener("popstate", () => {
  const link = [...document.querySelectorAll<HTMLAnchorElement>("a[data-tab]")].find((a) => a.href === location.href);
  if (link) show(tabOf(link));
});
