/** Does the sum a form asks of a browser, beside the page, once somebody begins to fill it in. */

const PATIENCE_MS = 20_000;

/** Solve for `form`: the answer goes into its field; without one the form is sent all the same. */
export async function solve(form) {
  const field = form.querySelector("[name=altcha]");
  form.dataset.check = "working";
  try {
    const challenge = await (await fetch(form.dataset.checkUrl, { headers: { accept: "application/json" } })).json();
    const solution = await worked(form.dataset.checkWorker, challenge);
    field.value = btoa(JSON.stringify({ challenge, solution }));
  } finally {
    form.dataset.check = "done";
    form.dispatchEvent(new Event("check:done"));
  }
}

function worked(address, challenge) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(address, { type: "module" });
    const end = (act) => (event) => {
      worker.terminate();
      act(event);
    };
    worker.addEventListener("message", end(({ data }) => (data && !data.error ? resolve(data) : reject(new Error("no solution")))));
    worker.addEventListener("error", end(() => reject(new Error("no worker"))));
    worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1, timeout: PATIENCE_MS });
  });
}
