"""Words of companies' names that are not the name: legal forms, trades, places, branches."""

from __future__ import annotations

from typing import Final


def _classes(text: str) -> dict[str, str]:
    """Read lines of `class: form, form`; form -> class."""
    lines = [line.partition(":") for line in text.strip().splitlines()]
    return {form.strip(): name.strip() for name, _, forms in lines for form in forms.split(",")}


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEGAL_FORMS: Final = _classes("""
limited: gesellschaft mit beschrankter haftung, gmbh, ges mbh, gesmbh, mbh, ltd, limited, llc, l l c, sarl, s a r l, srl, s r l, bv, b v, oy, aps, a p s, sp z oo, sp z o o, sp zoo, ug, pty, pte, pty ltd, pte ltd, co ltd, co limited, company limited, private limited, pvt ltd, pvt, lda, ltda, doo, d o o, sro, s r o, kft, ooo, sl, s l, slu, unipessoal, haftungsbeschrankt, ag co kgaa, gmbh cie kg, sas, s a s, yk
partnership: kommanditgesellschaft, kg, gmbh co kg, gmbh co, co kg, ohg, gbr, llp, lp, snc, s n c, cv, kgaa, ek, e k, ev, e v
public: aktiengesellschaft, societe anonyme, ag, a g, plc, inc, incorporated, corp, corporation, sa, s a, spa, s p a, nv, n v, se, ab, asa, as, a s, oyj, kk, k k, sae, pjsc, pao, oao, zao, sab de cv, sa de cv, bhd, sdn bhd, tbk, pt
company: co, company, cie, compagnie, companies, firma, soc, societe, societa, eg
""")
"""Folded legal forms with the class they belong to, in words parted by one space."""

HAN_LEGAL_FORMS: Final = (
    ("股份有限公司", "public"), ("股份公司", "public"), ("有限责任公司", "limited"), ("有限公司", "limited"), ("有限合伙", "partnership"),
    ("总公司", "company"), ("公司", "company"), ("责任有限公司", "limited"), ("株式会社", "public"), ("有限會社", "limited"),
    ("股份有限責任公司", "public"), ("股份", "public"), ("厂", "company"),
)  # fmt: skip

BRANCH_WORDS: Final = _listed("""
branch niederlassung zweigstelle filiale filial succursale sucursal agence agency werk plant factory
betriebsstatte standort geschaftsstelle zweigniederlassung subsidiary office buro bureau
""")
HAN_BRANCH_WORDS: Final = ("分公司", "办事处", "支行", "分行", "子公司", "分院", "分店", "营业部", "分校", "分部")  # fmt: skip

TRADES: Final = _classes("""
group: group, gruppe, groupe, grupo, gruppo, 集团
holding: holding, holdings, 控股, beteiligungs, beteiligungen
technology: technology, technologies, tech, technik, techniques, technologie, technologien, tecnologia, 科技, 技术, keji, jishu
information: information, informatics, informatik, it, 信息, 信息技术, xinxi
software: software, 软件
systems: systems, system, systeme, systemes, 系统
solutions: solutions, solution, losungen, 解决方案
services: services, service, dienste, dienstleistungen, servicios, servizi, 服务
network: network, networks, netzwerke, 网络, wangluo
electronics: electronics, electronic, elektronik, electric, electrical, elektro, 电子, 电器, 电气, dianzi
trading: trading, trade, handel, handels, commerce, commercial, comercial, 贸易, 商贸, 进出口, maoyi
industry: industries, industry, industrial, industrie, industria, industrias, 实业, 工业, shiye
investment: investment, investments, capital, invest, ventures, partners, 投资, 资本, touzi
consulting: consulting, consultants, consultancy, beratung, advisory, advisors, conseil, 咨询, 顾问, zixun
international: international, intl, worldwide, global, 国际, guoji
development: development, entwicklung, 发展
engineering: engineering, ingenieure, ingenierie, 工程, gongcheng
machinery: machinery, machines, machine, maschinen, maschinenbau, maschinenfabrik, 机械, 设备, 机电, jixie
manufacturing: manufacturing, mfg, fabrik, werke, works, produktion, production, 制造, 厂
logistics: logistics, logistik, logistique, transport, transporte, spedition, shipping, 物流, 运输, 货运, wuliu
printing: printing, print, druck, druckerei, 印务, 印刷, yinwu
colour printing: colour printing, color printing, farbdruck, 彩印
press: press, verlag, publishing, publishers, publishing house, edition, editions, books, 出版社, 出版, chuban
news: news, zeitung, 报业, 新闻
morning news: morning post, morning news, morgenpost, 晨报, 早报
evening news: evening news, evening post, abendblatt, 晚报, 晚讯
daily news: daily, daily news, tageblatt, tageszeitung, 日报
media: media, medien, 传媒, 传播, 文化传媒, 影视, chuanmei
advertising: advertising, werbung, marketing, 广告
bank: bank, banken, banque, banco, 银行
insurance: insurance, versicherung, versicherungen, assurance, assurances, 保险
education: education, bildung, akademie, academy, school, schule, 教育, 学校, 培训
college: college, university, universitat, universite, 学院, 大学
hospital: hospital, clinic, klinik, klinikum, krankenhaus, 医院, 诊所
pharma: pharma, pharmaceutical, pharmaceuticals, 医药, 制药, 药业
biology: bio, biotech, biotechnology, 生物, 生物科技
medical: medical, medizintechnik, healthcare, health, gesundheit, 医疗, 医疗器械
food: food, foods, lebensmittel, alimentos, 食品
energy: energy, energie, power, energia, 能源, 电力, 新能源
automotive: automotive, auto, automobile, automobil, motors, 汽车
construction: construction, bau, bauunternehmen, building, 建筑, 建设, 建材
estate: real estate, immobilien, properties, property, 房地产, 置业, 地产, 物业
chemical: chemical, chemicals, chemie, chemische, 化工, 化学
catering: catering, restaurant, gastronomie, 餐饮
hotel: hotel, hotels, 酒店, 宾馆
culture: culture, kultur, 文化
management: management, verwaltung, 管理
design: design, 设计
textile: textile, textiles, fashion, apparel, clothing, 服饰, 服装, 纺织
research: research, forschung, labs, laboratories, lab, labor, 研究院, 研究所
data: data, 数据, digital, 数码, 数字
retail: retail, store, stores, shop, markt, 超市, 百货, 零售
radio: radio, broadcasting, rundfunk, film, 广播, 电台, 电视台
library: library, bibliothek, 图书馆, 文献馆
furniture: furniture, mobel, 家具
security: security, sicherheit, 安全, 安防
telecom: telecom, telekom, telecommunications, communications, kommunikation, 通信, 电信, 通讯
metal: metal, metall, metals, steel, stahl, 钢铁, 金属
packaging: packaging, verpackung, verpackungen, 包装
""")
"""Descriptive words in folded form with one English word for each meaning."""

PLACES: Final = _classes("""
china: china, 中国, prc, zhongguo, cn
hongkong: hong kong, hongkong, 香港, hk
taiwan: taiwan, 台湾
macau: macau, 澳门
beijing: beijing, 北京, peking
shanghai: shanghai, 上海
tianjin: tianjin, 天津
chongqing: chongqing, 重庆
guangzhou: guangzhou, 广州, canton
shenzhen: shenzhen, 深圳
hangzhou: hangzhou, 杭州
nanjing: nanjing, 南京
suzhou: suzhou, 苏州
wuhan: wuhan, 武汉
chengdu: chengdu, 成都
xian: xian, 西安
qingdao: qingdao, 青岛
dalian: dalian, 大连
xiamen: xiamen, 厦门
ningbo: ningbo, 宁波
wuxi: wuxi, 无锡
changsha: changsha, 长沙
zhengzhou: zhengzhou, 郑州
jinan: jinan, 济南
shenyang: shenyang, 沈阳
hefei: hefei, 合肥
fuzhou: fuzhou, 福州
kunming: kunming, 昆明
dongguan: dongguan, 东莞
foshan: foshan, 佛山
harbin: harbin, 哈尔滨
changchun: changchun, 长春
nanchang: nanchang, 南昌
guiyang: guiyang, 贵阳
taiyuan: taiyuan, 太原
shijiazhuang: shijiazhuang, 石家庄
nanning: nanning, 南宁
wenzhou: wenzhou, 温州
zhuhai: zhuhai, 珠海
guangdong: guangdong, 广东
zhejiang: zhejiang, 浙江
jiangsu: jiangsu, 江苏
shandong: shandong, 山东
fujian: fujian, 福建
sichuan: sichuan, 四川
hunan: hunan, 湖南
hubei: hubei, 湖北
henan: henan, 河南
hebei: hebei, 河北
anhui: anhui, 安徽
germany: germany, deutschland, deutsche, deutscher, german
austria: austria, osterreich
switzerland: switzerland, schweiz, suisse, swiss
france: france, french
uk: uk, united kingdom, great britain, england
usa: usa, us, united states, america, americas, north america
italy: italy, italia
spain: spain, espana, iberia, iberica
netherlands: netherlands, nederland, holland
belgium: belgium, belgique
poland: poland, polska
japan: japan, 日本
korea: korea, 韩国
india: india, 印度
singapore: singapore, 新加坡
europe: europe, europa, emea, eu
asia: asia, apac, asia pacific, 亚洲
canada: canada
mexico: mexico
brazil: brazil, brasil
australia: australia
berlin: berlin
munich: munich, munchen
hamburg: hamburg
cologne: cologne, koln
frankfurt: frankfurt
stuttgart: stuttgart
dusseldorf: dusseldorf
leipzig: leipzig
dresden: dresden
hanover: hannover, hanover
nuremberg: nurnberg, nuremberg
bremen: bremen
vienna: vienna, wien
graz: graz
linz: linz
salzburg: salzburg
zurich: zurich
geneva: geneva, geneve, genf
basel: basel
bern: bern
paris: paris
lyon: lyon
marseille: marseille
london: london
manchester: manchester
birmingham: birmingham
dublin: dublin
amsterdam: amsterdam
rotterdam: rotterdam
brussels: brussels, bruxelles
madrid: madrid
barcelona: barcelona
lisbon: lisbon, lisboa
milan: milan, milano
rome: rome, roma
turin: turin, torino
prague: prague, praha
warsaw: warsaw, warszawa
budapest: budapest
stockholm: stockholm
copenhagen: copenhagen, kobenhavn
oslo: oslo
helsinki: helsinki
newyork: new york, nyc
boston: boston
chicago: chicago
sanfrancisco: san francisco
losangeles: los angeles
seattle: seattle
houston: houston
dallas: dallas
toronto: toronto
tokyo: tokyo, 东京
osaka: osaka, 大阪
seoul: seoul, 首尔
mumbai: mumbai, bombay
delhi: delhi, new delhi
sydney: sydney
melbourne: melbourne
dubai: dubai
moscow: moscow, moskva
istanbul: istanbul
leeds: leeds
glasgow: glasgow
edinburgh: edinburgh
lille: lille
toulouse: toulouse
bordeaux: bordeaux
nantes: nantes
strasbourg: strasbourg, strassburg
mannheim: mannheim
karlsruhe: karlsruhe
dortmund: dortmund
augsburg: augsburg
innsbruck: innsbruck
lausanne: lausanne
antwerp: antwerp, antwerpen, anvers
eindhoven: eindhoven
porto: porto
valencia: valencia
seville: seville, sevilla
naples: naples, napoli
bologna: bologna
gdansk: gdansk, danzig
krakow: krakow, cracow, krakau
gothenburg: gothenburg, goteborg
athens: athens
bucharest: bucharest, bucuresti
montreal: montreal
vancouver: vancouver
denver: denver
atlanta: atlanta
miami: miami
philadelphia: philadelphia
detroit: detroit
taipei: taipei, 台北
bangkok: bangkok
jakarta: jakarta
bangalore: bangalore, bengaluru
johannesburg: johannesburg
""")
"""Places in folded form with one name for each."""

WIDE_PLACES: Final = _listed("""
china guangdong zhejiang jiangsu shandong fujian sichuan hunan hubei henan hebei anhui germany austria
switzerland france uk usa italy spain netherlands belgium poland japan korea india europe asia canada mexico
brazil australia
""")
"""Places that others lie in: named or not beside a town, they tell nothing apart."""

FILLERS: Final = _listed("""
the and und et y e of for de der die das du des la le les von van fur in & at am im
""")
NUMERALS: Final = _classes("""
1: 1, i, one, first, 第一, 一
2: 2, ii, two, second, 第二, 二
3: 3, iii, three, third, 第三, 三
4: 4, iv, four, fourth, 第四, 四
5: 5, v, five, fifth, 第五, 五
6: 6, vi, six, sixth, 第六, 六
7: 7, vii, seven, seventh, 第七, 七
8: 8, viii, eight, eighth, 第八, 八
9: 9, ix, nine, ninth, 第九, 九
""")
