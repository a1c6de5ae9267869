"""Looks at pages in a browser as their attackers hope to: notes each script, dialog, request and way out."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

# Whatever payloads call to show that they run; each call is told to the test.
TRAPS = """
for (const name of ["alert", "confirm", "prompt", "print"]) {
    window[name] = (...words) => window.tellTest(`${name}(${words}) ran on ${location.pathname}`);
}
"""
# What may never be in a document of ours, whether or not it runs. `ours` are the origin's own addresses.
INSPECT = r"""(root) => {
    const ours = location.origin + "/", site = "SITE_ADDRESS", found = [];
    const DATA = ["application/json", "application/ld+json"];  // no browser runs these
    const ADDRESSES = ["href", "xlink:href", "src", "srcset", "action", "formaction", "poster", "data"];
    const FORBIDDEN_ATTRIBUTES = ["style", "srcdoc", "ping", "background"];
    const FORBIDDEN = ["iframe", "frame", "object", "embed", "base", "applet", "style", "foreignobject"];
    const SCHEMES = ["http:", "https:", "mailto:", ""];
    const say = (element) => found.push(element.outerHTML.slice(0, 150));
    for (const element of root.querySelectorAll("*")) {
        const name = element.localName;
        if (FORBIDDEN.includes(name)) say(element);
        if (name === "meta" && element.httpEquiv) say(element);
        for (const { name: key, value } of element.attributes) {
            if (key.startsWith("on") || FORBIDDEN_ATTRIBUTES.includes(key)) say(element);
            if (!ADDRESSES.includes(key)) continue;
            const url = URL.canParse(value, ours) ? new URL(value, ours) : { protocol: "", href: "" };
            const isOurs = url.href.startsWith(name === "link" && element.rel === "canonical" ? site : ours);
            if (name === "a" ? !SCHEMES.includes(url.protocol) : !isOurs) say(element);
        }
        if (name === "script" && !element.src && !DATA.includes(element.type)) say(element);
    }
    return found;
}""".replace("SITE_ADDRESS", f"{settings.SITE_URL}/")
# Synthetic events reach inline handlers without a person's hand; links of scripts are clicked.
PROVOKE = r"""() => {
    // Forms with a field called "attributes" hide their own: the prototypes' words cannot be hidden.
    const attributes = Object.getOwnPropertyDescriptor(Element.prototype, "attributes").get;
    for (const element of document.querySelectorAll("body *")) {
        for (const { name } of [...attributes.call(element)].filter(({ name }) => /^on[a-z]+$/.test(name))) {
            EventTarget.prototype.dispatchEvent.call(element, new Event(name.slice(2), { cancelable: true }));
        }
        const address = Element.prototype.getAttribute.call(element, "href") || "";
        if (/^[\u0000-\u0020]*(java|vb)script/i.test(address)) {
            EventTarget.prototype.dispatchEvent.call(element, new MouseEvent("click", { cancelable: true }));
        }
    }
}"""
SUBMIT = """([action, fields]) => {
    const form = Object.assign(document.createElement("form"), { method: "post", action });
    for (const [name, value] of Object.entries(fields)) {
        form.append(Object.assign(document.createElement("textarea"), { name, value }));
    }
    document.body.append(form);
    HTMLFormElement.prototype.submit.call(form);
}"""
# The same inspection of documents that are fetched and parsed, but not shown: hundreds a second.
INSPECT_FETCHED = """async (requests) => {
    const inspect = INSPECT;
    const answers = await Promise.all(requests.map(async ([address, fields]) => {
        const body = fields && new URLSearchParams(fields);
        const answer = await fetch(address, body ? { method: "POST", body } : {});
        const html = await answer.text();
        const found = inspect(new DOMParser().parseFromString(html, "text/html"));
        if (answer.status >= 500) found.push(`answers ${answer.status}`);
        return found.map((words) => `${address}: ${words}`);
    }));
    return answers.flat();
}""".replace("INSPECT", INSPECT)


class Watch:
    """A browser tab that is watched; `faults` are sentences, each a thing that must not happen."""

    def __init__(self, context: Any, home: str) -> None:
        self.faults: list[str] = []
        self.tab = context.new_page()
        self._home = home
        context.expose_binding("tellTest", lambda source, words: self.faults.append(words))
        context.add_init_script(TRAPS)
        context.on("page", lambda tab: self.faults.append(f"a window opened: {tab.url}"))
        self.tab.on("dialog", self._dismiss)
        self.tab.on("request", self._notice)
        self.tab.on("requestfailed", self._forgive)

    def open(self, address: str, *, is_safe_html: bool = True) -> None:
        """Show `address`, wait for its scripts and provoke what lies there."""
        expected = f"{self._home}{address}"
        self.tab.goto(expected, wait_until="load")
        self.tab.evaluate(PROVOKE)
        if is_safe_html:
            found = self.tab.evaluate(f"() => ({INSPECT})(document)")
            self.faults += [f"{address}: {words}" for words in found]
        if self.tab.url.partition("#")[0] != expected:
            self.faults.append(f"{address} led to {self.tab.url}")

    def submit(self, address: str, fields: dict[str, str]) -> None:
        """Send a form as a page of ours would, and look at the answer as `open` does."""
        self.tab.goto(f"{self._home}/health/live")
        with self.tab.expect_navigation(wait_until="load"):
            self.tab.evaluate(SUBMIT, [address, fields])
        self.tab.evaluate(PROVOKE)
        self.faults += self.tab.evaluate(f"() => ({INSPECT})(document)")

    def inspect(self, requests: list[tuple[str, dict[str, str] | None]]) -> None:
        """Fetch addresses (POST where there are fields) and look at what they answer."""
        for start in range(0, len(requests), 20):
            self.faults += self.tab.evaluate(INSPECT_FETCHED, requests[start : start + 20])

    def _dismiss(self, dialog: Any) -> None:
        self.faults.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    def _notice(self, request: Any) -> None:
        if urlsplit(request.url).scheme in {"http", "https", "ws", "wss", "ftp"} and not self._is_ours(
            request
        ):
            self.faults.append(f"request to {request.url}")

    def _forgive(self, request: Any) -> None:
        """A request that the policy stopped before it left is reported by the browser all the same."""
        words = f"request to {request.url}"
        if words in self.faults and "csp" in (request.failure or "").lower():
            self.faults.remove(words)

    def _is_ours(self, request: Any) -> bool:
        return request.url.startswith(f"{self._home}/")
