// Which outline is which country, and where the countries are that are too small to have an outline.
//
// The outlines (Natural Earth 1:110 million, public domain, by way of world-atlas) carry the numbers of ISO 3166-1. The
// pairs of number and code are those of Unicode CLDR 47's list of territory aliases, read with Babel in November 2026; the
// places of small territories are points inside their largest island or part, in degrees, from the project's own outlines.

const PAIRS = `
004AF 008AL 010AQ 012DZ 024AO 031AZ 032AR 036AU 040AT 044BS 050BD 051AM 056BE 064BT 068BO 070BA 072BW 076BR
084BZ 090SB 096BN 100BG 104MM 108BI 112BY 116KH 120CM 124CA 140CF 144LK 148TD 152CL 156CN 158TW 170CO 178CG
180CD 188CR 191HR 192CU 196CY 203CZ 204BJ 208DK 214DO 218EC 222SV 226GQ 231ET 232ER 233EE 238FK 242FJ 246FI
250FR 260TF 262DJ 266GA 268GE 270GM 275PS 276DE 288GH 300GR 304GL 320GT 324GN 328GY 332HT 340HN 348HU 352IS
356IN 360ID 364IR 368IQ 372IE 376IL 380IT 384CI 388JM 392JP 398KZ 400JO 404KE 408KP 410KR 414KW 417KG 418LA
422LB 426LS 428LV 430LR 434LY 440LT 442LU 450MG 454MW 458MY 466ML 478MR 484MX 496MN 498MD 499ME 504MA 508MZ
512OM 516NA 524NP 528NL 540NC 548VU 554NZ 558NI 562NE 566NG 578NO 586PK 591PA 598PG 600PY 604PE 608PH 616PL
620PT 624GW 626TL 630PR 634QA 642RO 643RU 646RW 682SA 686SN 688RS 694SL 703SK 704VN 705SI 706SO 710ZA 716ZW
724ES 728SS 729SD 732EH 740SR 748SZ 752SE 756CH 760SY 762TJ 764TH 768TG 780TT 784AE 788TN 792TR 795TM 800UG
804UA 807MK 818EG 826GB 834TZ 840US 854BF 858UY 860UZ 862VE 887YE 894ZM
`;

const SMALL = `
AD 1.6 42.5, AG -61.8 17.1, AI -63.0 18.2, AS -170.8 -14.3, AW -70.0 12.5, AX 19.9 60.2, BB -59.6 13.2,
BH 50.5 26.0, BL -62.8 17.9, BM -64.7 32.3, BQ -68.2 12.2, BV 3.4 -54.4, CC 96.8 -12.2, CK -159.8 -21.2,
CV -23.6 15.1, CW -69.0 12.2, CX 105.6 -10.5, DM -61.3 15.4, FM 158.2 6.9, FO -7.0 62.1, GD -61.7 12.1,
GF -53.0 3.9, GG -2.6 49.5, GI -5.3 36.1, GP -61.7 16.2, GS -36.5 -54.4, GU 144.8 13.5, HK 114.1 22.4,
HM 73.5 -53.1, IM -4.5 54.2, IO 72.4 -7.4, JE -2.1 49.2, KI -157.4 1.9, KM 43.3 -11.6, KN -62.7 17.3,
KY -81.2 19.3, LC -61.0 13.9, LI 9.5 47.2, MC 7.4 43.7, MF -63.1 18.1, MH 171.1 7.1, MO 113.6 22.1,
MP 145.7 15.2, MQ -61.0 14.6, MS -62.2 16.8, MT 14.4 35.9, MU 57.6 -20.3, MV 73.5 4.2, NF 168.0 -29.0,
NR 166.9 -0.5, NU -169.9 -19.1, PF -149.5 -17.7, PM -56.3 47.0, PN -128.3 -24.4, PW 134.6 7.5, RE 55.5 -21.1,
SC 55.5 -4.7, SG 103.8 1.4, SH -5.7 -16.0, SJ 17.3 78.3, SM 12.4 43.9, ST 6.6 0.2, SX -63.1 18.0,
TC -71.8 21.8, TK -171.2 -9.3, TO -175.3 -21.2, TV 179.2 -8.5, UM -162.1 5.9, VA 12.5 41.9, VC -61.2 13.3,
VG -64.6 18.4, VI -64.8 17.7, WF -176.2 -13.3, WS -172.4 -13.6, YT 45.1 -12.8
`;

/** ISO number -> two letters. */
export const CODE_OF: ReadonlyMap<string, string> = new Map(
  PAIRS.trim()
    .split(/\s+/)
    .map((pair) => [pair.slice(0, 3), pair.slice(3)]),
);

/** Outlines without a number of their own: drawn with the state that ISO counts them to, Kosovo by its usual code. */
export const CODE_OF_NAME: ReadonlyMap<string, string> = new Map([
  ["Kosovo", "XK"],
  ["N. Cyprus", "CY"],
  ["Somaliland", "SO"],
]);

/** Two letters -> longitude, latitude. */
export const DOTS: ReadonlyMap<string, readonly [number, number]> = new Map(
  SMALL.trim()
    .split(/,\s+/)
    .map((entry) => {
      const [code = "", x, y] = entry.split(" ");
      return [code, [Number(x), Number(y)]] as const;
    }),
);

/** Every territory that can be named, in the order of the codes. */
export const TERRITORIES: readonly string[] = [
  ...new Set([...CODE_OF.values(), ...CODE_OF_NAME.values(), ...DOTS.keys()]),
].sort();
