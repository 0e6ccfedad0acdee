// The widget's own errors, told to the server: a few a page, without anything the visitor wrote.

const AT_MOST = 3;
let told = 0;

export function reportErrors(key: string): void {
  const tell = (error: Partial<Error> & { requestId?: string }): void => {
    if ((told += 1) > AT_MOST) return;
    const { message = `${error as string}`, stack, requestId: request_id } = error ?? {};
    const where = stack?.split("\n")[1]?.trim();
    navigator.sendBeacon("/w/errors", JSON.stringify({ message, where, request_id, key, build: import.meta.url.split("/").pop() }));
  };
  addEventListener("error", (event) => tell((event.error ?? event.message) as Error));
  addEventListener("unhandledrejection", (event) => tell(event.reason as Error));
}
