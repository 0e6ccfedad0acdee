// Passkeys: a form with data-passkey asks the browser to make or to use one, puts the answer into itself, and is sent.

type Options = { publicKey: Record<string, unknown> };
type Described = { id: string; type: string };

/** Bytes from base64url, as the server writes them. */
function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function text(data: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function described(list: unknown): PublicKeyCredentialDescriptor[] {
  return ((list ?? []) as Described[]).map((one) => ({ type: "public-key", id: bytes(one.id) }));
}

async function create({ publicKey }: Options): Promise<Credential | null> {
  const user = publicKey.user as { id: string; name: string; displayName: string };
  const options = {
    ...publicKey,
    challenge: bytes(publicKey.challenge as string),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: described(publicKey.excludeCredentials),
    // One that the device keeps, and that asks for the finger or the code: it signs in alone.
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
  };
  return navigator.credentials.create({ publicKey: options as unknown as PublicKeyCredentialCreationOptions });
}

async function get({ publicKey }: Options): Promise<Credential | null> {
  const options = {
    ...publicKey,
    challenge: bytes(publicKey.challenge as string),
    allowCredentials: described(publicKey.allowCredentials),
  };
  return navigator.credentials.get({ publicKey: options as unknown as PublicKeyCredentialRequestOptions });
}

/** What the server wants to know of the browser's answer. */
function answer(credential: PublicKeyCredential): string {
  const response: Record<string, string> = { clientDataJSON: text(credential.response.clientDataJSON) };
  if (credential.response instanceof AuthenticatorAttestationResponse) {
    response.attestationObject = text(credential.response.attestationObject);
  } else if (credential.response instanceof AuthenticatorAssertionResponse) {
    response.authenticatorData = text(credential.response.authenticatorData);
    response.signature = text(credential.response.signature);
    if (credential.response.userHandle) response.userHandle = text(credential.response.userHandle);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: text(credential.rawId), type, response, clientExtensionResults: credential.getClientExtensionResults() });
}

/** The server's options: written into the page, or fetched where the page is for everybody. */
async function optionsOf(form: HTMLFormElement): Promise<Options> {
  const written = document.getElementById(form.dataset.options ?? "")?.textContent;
  if (written) {
    const data = JSON.parse(written) as { creation_options: Options } | { request_options: Options };
    return "creation_options" in data ? data.creation_options : data.request_options;
  }
  const fetched = await fetch(form.action, { headers: { Accept: "application/json" } });
  return ((await fetched.json()) as { request_options: Options }).request_options;
}

async function ask(form: HTMLFormElement): Promise<void> {
  const trouble = form.querySelector<HTMLElement>("[role=alert]");
  trouble?.setAttribute("hidden", "");
  try {
    const options = await optionsOf(form);
    const credential = form.dataset.passkey === "create" ? await create(options) : await get(options);
    if (!(credential instanceof PublicKeyCredential)) throw new Error("no credential");
    const field = form.elements.namedItem("credential");
    if (field instanceof HTMLInputElement) field.value = answer(credential);
    form.submit();
  } catch {
    trouble?.removeAttribute("hidden"); // closed, timed out, or no such key here: the page's sentence says what else there is
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  if (!("credentials" in navigator) || !("PublicKeyCredential" in window)) form.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void ask(form);
  });
}
