/**
 * Waits until something holds; what throws does not hold yet: a file that is not there, or is being replaced.
 * @throws Error when it does not hold within a minute and a half, so that no test waits for ever
 */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 90_000;
  for (;;) {
    try {
      if (holds()) return;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    if (performance.now() > end) throw new Error(`waited 90 s in vain for: ${String(holds)}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
