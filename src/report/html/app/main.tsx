import { render } from "preact";
import { App } from "./app.tsx";
import "./app.css";
import { loadReport } from "./load.ts";

const root = document.getElementById("app");
if (root) {
  root.replaceChildren();
  loadReport().then(
    (report) => render(<App report={report} />, root),
    (error: unknown) => render(<p class="loading">This report cannot be read: {String(error)}.</p>, root),
  );
}
