/** The rubric line of an item id: "DC3" of "DC3.D5". */
export function itemLine(itemId: string): string {
  return itemId.split(".", 1)[0] ?? itemId;
}
