export { country, locale, number, percent, t, tn, when } from "./translate";
