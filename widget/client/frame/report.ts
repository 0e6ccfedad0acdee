// The widget's own errors, told to the server: a few a page, without anything the visitor wrote.

const AT_MOST = 3;
let told = 0;

export function reportErrors(key: string): void {
  const tell = (error: unknown): void => {
    if ((told += 1) > AT_MOST) return;
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: "" };
    const where = stack?.split("\n")[1]?.trim() ?? "";
    const request_id = (error as { requestId?: unknown } | null)?.requestId ?? "";
    navigator.sendBeacon("/w/errors", JSON.stringify({ message, where, request_id, key, build: import.meta.url.split("/").pop() }));
  };
  addEventListener("error", (event) => tell(event.error ?? event.message));
  addEventListener("unhandledrejection", (event) => tell(event.reason));
}
