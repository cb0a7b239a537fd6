import { execFile } from "node:child_process";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { promisify } from "node:util";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { wholeFetch } from "../../../src/providers/anthropic/wholeFetch.ts";

const ASK = {
  method: "POST",
  headers: { "content-type": "application/json", "x-key": "k" },
  body: '{"a":"é"}',
};

test("sends what fetch would send, and gives its answer with all headers", async () => {
  const { url, seen } = await serving((_, response) => {
    response.writeHead(
      201,
      "Made",
      [
        ["X-Limit", "7"],
        ["x-limit", "8"],
        ["Content-Type", "application/json"],
      ].flat(),
    );
    response.end('{"said":"ü"}');
  });
  const answer = await wholeFetch(`${url}/v1?beta=true`, ASK);
  expect(answer).toMatchObject({ status: 201, statusText: "Made", ok: true });
  expect(answer.headers.get("x-limit")).toBe("7, 8");
  expect(await answer.json()).toEqual({ said: "ü" });
  expect(seen).toMatchObject([
    {
      method: "POST",
      url: "/v1?beta=true",
      body: '{"a":"é"}',
      headers: { "x-key": "k", "content-length": "10" },
    },
  ]);
});

test("calls that follow each other share a connection, and many at a time have each their own", async () => {
  const { url, connections } = await serving((_, response) => void setTimeout(() => response.end("{}"), 20));
  for (let call = 0; call < 3; call++) await (await wholeFetch(url, ASK)).text();
  expect(connections()).toBe(1);
  await Promise.all(Array.from({ length: 5 }, () => wholeFetch(url, ASK)));
  expect(connections()).toBe(5);
});

test.each([
  ["gzip", gzipSync],
  ["deflate", deflateSync],
  ["br", brotliCompressSync],
] as const)("reads %s, though it asks for none", async (encoding, encode) => {
  const { url, seen } = await serving((_, response) => {
    response.setHeader("content-encoding", encoding);
    response.end(encode('{"packed":true}'));
  });
  expect(await (await wholeFetch(url, ASK)).json()).toEqual({ packed: true });
  expect(seen[0]?.headers["accept-encoding"]).toBe("identity");
});

test("an answer without a body has none", async () => {
  const { url } = await serving((_, response) => void response.writeHead(204).end());
  expect((await wholeFetch(url, ASK)).body).toBeNull();
});

test("follows a redirect with the same request", async () => {
  const { url, seen } = await serving((request, response) => {
    if (request.url === "/new") response.end("here");
    else response.writeHead(307, { location: "/new" }).end();
  });
  expect(await (await wholeFetch(`${url}/old`, ASK)).text()).toBe("here");
  expect(seen.at(-1)).toMatchObject({ url: "/new", method: "POST", body: ASK.body });
});

test("a stream comes as it is written", async () => {
  let under: ServerResponse | undefined;
  const { url } = await serving((_, response) => {
    under = response;
    response.write("first");
  });
  const answer = await wholeFetch(url, { ...ASK, body: '{"stream":true}' });
  const reader = answer.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("first");
  under?.end("second");
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("second");
});

test("names the host once, whatever other headers are asked for", async () => {
  const { url, seen } = await serving((_, response) => void response.end("{}"));
  await wholeFetch(url, { ...ASK, headers: { host: "elsewhere.example", "content-length": "3" } });
  const [{ rawHeaders } = { rawHeaders: [] }] = seen;
  const named = rawHeaders.filter((_, index) =>
    /^(?:host|content-length)$/i.test(rawHeaders[index - 1] ?? ""),
  );
  expect(named).toEqual([new URL(url).host, "10"]);
});

test.each([
  [{ NODE_USE_ENV_PROXY: "1" }, "proxy"],
  [{ NODE_OPTIONS: "--use-env-proxy" }, "proxy"],
  [{}, "server"],
])("with %j asks the %s", async (settings, asked) => {
  const server = await serving((_, response) => void response.end("{}"));
  const proxy = await serving((_, response) => void response.end("{}"));
  proxy.server.on("connect", (request, socket) => {
    proxy.seen.push({ method: "CONNECT", url: request.url, headers: {}, rawHeaders: [], body: "" });
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  const module = new URL("../../../src/providers/anthropic/wholeFetch.ts", import.meta.url).href;
  const { NODE_OPTIONS: _options, NODE_USE_ENV_PROXY: _use, ...inherited } = process.env;
  await promisify(execFile)(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `const { wholeFetch } = await import(${JSON.stringify(module)});
       await wholeFetch(${JSON.stringify(server.url)}, { method: "POST", body: "{}" }).catch(() => {});`,
    ],
    {
      env: {
        ...inherited,
        HTTP_PROXY: proxy.url,
        http_proxy: proxy.url,
        NO_PROXY: "",
        no_proxy: "",
        ...settings,
      },
    },
  );
  expect([server.seen.length > 0, proxy.seen.length > 0]).toEqual([asked === "server", asked === "proxy"]);
});

describe("failures", () => {
  test("what is no answer closes the connection", async () => {
    const { url, server } = await serving(() => {});
    server.removeAllListeners("request");
    server.on("request", (_request, response) =>
      response.socket?.write(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n",
      ),
    );
    await expect(wholeFetch(url, ASK)).rejects.toMatchObject({ name: "TypeError", message: "fetch failed" });
  });

  test("a connection that is not made in time; one that is made has all the time it needs", async () => {
    const late = Promise.withResolvers<ServerResponse>();
    const { url } = await serving((_, response) => late.resolve(response));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setImmediate"] });
    onTestFinished(() => void vi.useRealTimers());
    const made = wholeFetch(url, ASK);
    const response = await late.promise;
    const unmade = wholeFetch(url, ASK);
    // The socket is told of in the next tick, and connected after it.
    await new Promise<void>((done) => process.nextTick(done));
    vi.advanceTimersByTime(10_001);
    await expect(unmade).rejects.toMatchObject({
      name: "TypeError",
      message: "fetch failed",
      cause: { message: "connect ETIMEDOUT 127.0.0.1, in 10 s" },
    });
    response.end("{}");
    expect((await made).status).toBe(200);
  });

  test("nobody listens", async () => {
    const { url, close } = await serving(() => {});
    await close();
    await expect(wholeFetch(url, ASK)).rejects.toMatchObject({
      name: "TypeError",
      message: "fetch failed",
      cause: { code: "ECONNREFUSED" },
    });
  });

  test("a body that is torn off, unless the status has said it all", async () => {
    const { url } = await serving((request, response) => {
      response.writeHead(request.url === "/busy" ? 529 : 200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    });
    await expect(wholeFetch(url, ASK)).rejects.toMatchObject({ name: "TypeError", message: "terminated" });
    const busy = await wholeFetch(`${url}/busy`, ASK);
    expect([busy.status, await busy.text()]).toEqual([529, "half"]);
  });

  test("a body that is not packed as it says", async () => {
    const { url } = await serving((_, response) => {
      response.setHeader("content-encoding", "gzip");
      response.end("{}");
    });
    await expect(wholeFetch(url, ASK)).rejects.toThrow("incorrect header check");
  });

  test.each(
    (
      [
        ["gzip", gzipSync],
        ["deflate", deflateSync],
        ["br", brotliCompressSync],
      ] as const
    ).flatMap(([encoding, encode]) => [
      [encoding, "torn off", encode("Overloaded. ".repeat(500)).subarray(0, -5), /^Over/],
      [encoding, "text after all", "Überloaded.", /^Überloaded\.$/],
      [encoding, "of other bytes", Buffer.from([0xff, 0x00, 0x80]), /^$/],
    ]),
  )("an HTTP error's body in %s that is %s leaves the error as it is", async (encoding, _, sent, read) => {
    const { url } = await serving((_request, response) => {
      response.writeHead(529, { "content-encoding": encoding, "retry-after": "7" }).end(sent);
    });
    const busy = await wholeFetch(url, ASK);
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([529, "7"]);
    expect(await busy.text()).toMatch(read);
  });

  test("an abort before, while waiting for headers, and within the body, gives its reason", async () => {
    const { url, seen } = await serving((request, response) => {
      if (request.url === "/body") response.writeHead(200).write("begun");
    });
    await expect(wholeFetch(url, { ...ASK, signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow(
      "before",
    );
    expect(seen).toEqual([]);
    for (const path of ["/headers", "/body"]) {
      const controller = new AbortController();
      const call = wholeFetch(url + path, { ...ASK, signal: controller.signal });
      await vi.waitUntil(() => seen.some((request) => request.url === path));
      setTimeout(() => controller.abort(new Error(path)), 20);
      await expect(call).rejects.toThrow(path);
    }
  });
});

test("a connection that its server may be closing is not used again", async () => {
  const { url, connections } = await serving((_, response) => void response.end("{}"), {
    keepAliveTimeout: 1000,
  });
  await wholeFetch(url, ASK);
  await wholeFetch(url, ASK);
  expect(connections()).toBe(2);
});

interface Seen extends Pick<IncomingMessage, "method" | "url" | "headers" | "rawHeaders"> {
  body: string;
}

/** A server on loopback that notes what it is asked. */
async function serving(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  options: { keepAliveTimeout?: number } = {},
) {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => (body += part));
    request.on("end", () => {
      const { method, url, headers, rawHeaders } = request;
      seen.push({ method, url, headers, rawHeaders, body });
      answer(request, response);
    });
  };
  const server = createServer(options, listener);
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, connections: () => sockets.size, close, server };
}
