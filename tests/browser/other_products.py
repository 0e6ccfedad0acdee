"""Pages as their owners wrote them for other products: their snippets' stubs, then their calls. Only the tag is ours."""

from __future__ import annotations

INTERCOM = """<script>
(function () { var w = window; var ic = w.Intercom; if (typeof ic === "function") { ic("update", w.intercomSettings); } else {
  var i = function () { i.c(arguments); }; i.q = []; i.c = function (args) { i.q.push(args); }; w.Intercom = i; } })();
window.heard = [];
Intercom("boot", { app_id: "abc123", user_id: "u-17", name: "Nia Visitor", email: "nia@visits.example", user_hash: "f00",
  plan: "pro", created_at: 1700000000 });
Intercom("onShow", function () { heard.push("show"); });
Intercom("onHide", function () { heard.push("hide"); });
Intercom("onUnreadCountChange", function (count) { heard.push("unread " + count); });
</script><a href="#" onclick="Intercom('show'); return false">Help</a>
<a href="#" onclick="Intercom('trackEvent', 'ordered', { price: 12 }); Intercom('showNewMessage', 'About my order'); return false">Order</a>
<a href="#" onclick="Intercom('hide'); return false">Away</a>"""

CRISP = """<script>
window.$crisp = []; window.CRISP_WEBSITE_ID = "e7a0"; window.heard = [];
window.CRISP_READY_TRIGGER = function () { heard.push("trigger"); };
$crisp.push(["set", "user:email", ["nia@visits.example"]]);
$crisp.push(["set", "user:nickname", ["Nia Visitor"]]);
$crisp.push(["set", "session:data", [[["plan", "pro"], ["seats", 3]]]]);
$crisp.push(["on", "session:loaded", function () { heard.push("loaded"); }]);
$crisp.push(["on", "chat:opened", function () { heard.push("show"); }]);
$crisp.push(["on", "chat:closed", function () { heard.push("hide"); }]);
</script><a href="#" onclick="$crisp.push(['do', 'chat:open']); return false">Help</a>
<a href="#" onclick="$crisp.push(['set', 'session:event', [[['ordered', { price: 12 }]]]]);
  $crisp.push(['set', 'message:text', ['About my order']]);
  return false">Order</a>
<a href="#" onclick="$crisp.push(['do', 'chat:close']); return false">Away</a>"""

CHATWOOT = """<script>
window.chatwootSettings = { position: "right", type: "standard", launcherTitle: "Chat with us" }; window.heard = [];
window.addEventListener("chatwoot:ready", function () {
  heard.push("ready");
  window.$chatwoot.setUser("u-17", { email: "nia@visits.example", name: "Nia Visitor", identifier_hash: "f00" });
  window.$chatwoot.setCustomAttributes({ plan: "pro", seats: 3 });
  window.$chatwoot.setLabel("wholesale"); window.$chatwoot.setLabel("gone"); window.$chatwoot.removeLabel("gone");
});
window.addEventListener("chatwoot:opened", function () { heard.push("show"); });
window.addEventListener("chatwoot:closed", function () { heard.push("hide"); });
</script><a href="#" onclick="window.$chatwoot.toggle('open'); return false">Help</a>
<a href="#" onclick="window.$chatwoot.toggle('close'); return false">Away</a>"""

TIDIO = """<script>
window.heard = [];
document.tidioIdentify = { distinct_id: "u-17", email: "nia@visits.example", name: "Nia Visitor", phone: "" };
function onTidioChatApiReady() {
  heard.push("ready");
  window.tidioChatApi.setContactProperties({ plan: "pro", seats: 3 });
  window.tidioChatApi.addVisitorTags("wholesale", "gone"); window.tidioChatApi.removeVisitorTags("gone");
  window.tidioChatApi.on("open", function () { heard.push("show"); });
  window.tidioChatApi.on("close", function () { heard.push("hide"); });
}
if (window.tidioChatApi) { window.tidioChatApi.on("ready", onTidioChatApiReady); }
else { document.addEventListener("tidioChat-ready", onTidioChatApiReady); }
</script><a href="#" onclick="window.tidioChatApi.open(); return false">Help</a>
<a href="#" onclick="window.tidioChatApi.track('ordered'); window.tidioChatApi.messageFromVisitor('About my order'); return false">Order</a>
<a href="#" onclick="window.tidioChatApi.close(); return false">Away</a>"""

# By the tag's `data-compat`: the page, what its listeners have heard once the chat was opened and closed, and its global.
PAGES: dict[str, tuple[str, set[str], str]] = {
    "intercom": (INTERCOM, {"show", "hide"}, "Intercom"),
    "crisp": (CRISP, {"trigger", "loaded", "show", "hide"}, "$crisp"),
    "chatwoot": (CHATWOOT, {"ready", "show", "hide"}, "$chatwoot"),
    "tidio": (TIDIO, {"ready", "show", "hide"}, "tidioChatApi"),
}
