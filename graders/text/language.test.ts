import { expect, test } from "vitest";
import { isEnglish } from "./language.ts";

test.each([
  "Disqualify.",
  "",
  "Go.",
  "Otieno's office said no. That is the deal.",
  "Tobias Otieno, Wanjiru Kamau, Dr Achieng Were, Ströhm & Söhne GmbH, Banco de la Ciudad: who of them signs?",
  "MEDDPICC metrics economic buyer champion paper process ROI value pipeline commit forecast",
  "| Element | Status |\n|---|---|\n| EB | red |\n| Champion | amber |",
  "Their phrase was « c'est la vie », and the CFO of Société Générale des Eaux de Lyon will not sign before you ask him for a date.",
  "Park it. Van Leeuwen van de Berg has no money.",
])("takes %j for English", (text) => expect(isEnglish(text)).toBe(true));

test.each([
  "Disqualifizieren Sie den Deal: der CFO hat nicht zugesagt und das Budget ist nicht freigegeben.",
  "Disqualifiez cette affaire : le directeur financier ne veut pas vous voir, et sans lui il n'y a pas de budget.",
  "Descalifica la oportunidad: el director financiero no quiere verte y sin él no hay dinero para el proyecto.",
  "Desqualifique: o CFO não quer falar com você e sem ele não há orçamento.",
  "De CFO heeft nee gezegd. Zonder hem is er geen budget, dus stop met deze deal.",
  "Diskvalificera affären. CFO:n vill inte träffa oss och det är han som har pengarna.",
  "Zdyskwalifikuj tę szansę: dyrektor finansowy nie chce się spotkać, a bez niego nie ma budżetu na projekt.",
  "Ondoa mpango huu: mkurugenzi wa fedha hataki kukutana na sisi kwa ununuzi huu, na bila yeye hakuna bajeti.",
  "このディールは失格です。CFOは会わないと言いました。",
  "Дисквалифицируйте сделку: финансовый директор отказался от встречи.",
  "取消资格：财务总监拒绝会面。MEDDPICC 显示没有经济买家。",
])("takes %j for another language", (text) => expect(isEnglish(text)).toBe(false));

test("reads a megabyte without effort", () => {
  expect(isEnglish("champion ".repeat(120_000))).toBe(true);
});
