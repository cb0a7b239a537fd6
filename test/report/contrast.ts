/**
 * Runs in the page: every visible text whose contrast with what lies behind it is below 4.5 to 1 (WCAG AA), as
 * "text: ratio". Disabled controls are exempt.
 */
export function faintTexts(): string[] {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) return ["no canvas"];
  const rgba = (colour: string): number[] => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const behind = (element: Element | null): number[] => {
    if (!element) return [255, 255, 255];
    const [red = 0, green = 0, blue = 0, alpha = 0] = rgba(getComputedStyle(element).backgroundColor);
    if (alpha === 255) return [red, green, blue];
    const below = behind(element.parentElement);
    return [red, green, blue].map(
      (channel, index) => channel * (alpha / 255) + (below[index] ?? 0) * (1 - alpha / 255),
    );
  };
  const weights = [0.2126, 0.7152, 0.0722];
  const luminance = (channels: number[]): number => {
    const linear = channels.map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return linear.slice(0, 3).reduce((sum, channel, index) => sum + channel * (weights[index] ?? 0), 0);
  };
  const faint: string[] = [];
  const walker = document.createTreeWalker(
    document.querySelector("dialog") ?? document.body,
    NodeFilter.SHOW_TEXT,
  );
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? "";
    if (!element || text === "" || element.closest("script, noscript, style, select, :disabled")) continue;
    if (!element.checkVisibility()) continue;
    const front = luminance(rgba(getComputedStyle(element).color));
    const back = luminance(behind(element));
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (ratio < 4.5) faint.push(`${text.slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return faint;
}
