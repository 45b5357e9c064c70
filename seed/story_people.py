"""The people the story is about: their roles, circles and ties."""

from __future__ import annotations

from sheets import rows_of

CAST = rows_of("""
name                | account           | title           | buying    | from       | to         | stance    | stance_date | reports_to  | consent
李明朗 Li Minglang  | pujiang-morning   | it-director     |           | 2016-03-01 |            | supporter | 2025-02-19  | yu-huaishan | yes
俞怀山 Yu Huaishan  | pujiang-morning   | president       |           | 2013-09-01 |            | supporter | 2025-01-15  |             |
苏文笙 Su Wensheng  | pujiang-morning   | chief-editor    |           | 2018-01-15 |            |           |             | yu-huaishan |
何晓棠 He Xiaotang  | pujiang-morning   | newsroom-head   |           | 2019-06-01 |            | neutral   | 2024-12-30  | su-wensheng |
丁一川 Ding Yichuan | pujiang-morning   | engineer        |           | 2021-07-01 |            | supporter | 2025-10-17  | li-minglang |
方若兰 Fang Ruolan  | pujiang-morning   | admin-head      |           | 2015-04-01 |            | neutral   | 2024-10-30  | yu-huaishan |
贺承远 He Chengyuan | pujiang-press     | chief-engineer  |           | 2009-02-01 |            | supporter | 2026-04-28  |             |
傅维周 Fu Weizhou   | pujiang-press     | group-cio       |           | 2020-05-01 |            | neutral   | 2026-03-24  |             |
钱若谷 Qian Ruogu   | pujiang-suzhou    | bureau-head     |           | 2017-08-01 |            |           |             | yu-huaishan |
陆巧云 Lu Qiaoyun   | pujiang-suzhou    | bureau-admin    |           | 2019-03-01 |            | neutral   | 2026-04-13  | qian-ruogu  |
程立言 Cheng Liyan  | pujiang-business  | it-director     | decider   | 2018-10-01 |            | neutral   | 2026-07-08  | jiang-muyun |
江慕云 Jiang Muyun  | pujiang-business  | president       | approver  | 2021-01-04 |            |           |             |             |
孔维礼 Kong Weili   | pujiang-business  | finance-head    | gatekeeper | 2016-06-01 |           |           |             | jiang-muyun |
章北辰 Zhang Beichen | hubin-metro      | it-director     |           | 2017-05-01 |            | neutral   | 2026-10-20  |             |
史可为 Shi Kewei    | hubin-metro       | newsroom-head   |           | 2020-02-17 |            |           |             |             |
顾长风 Gu Changfeng | hengshan-evening  | it-director     | decider   | 2017-04-10 | 2026-02-27 | supporter | 2026-01-22  | cen-ziming  | yes
顾长风 Gu Changfeng | wutong-youth      | it-director     | decider   | 2026-03-09 |            | supporter | 2026-03-27  |             | yes
邵文渊 Shao Wenyuan | hengshan-evening  | it-director     |           | 2026-03-16 |            |           |             | cen-ziming  |
岑子明 Cen Ziming   | hengshan-evening  | president       |           | 2014-07-01 |            | supporter | 2026-01-22  |             |
凌一舟 Ling Yizhou  | jianghai-shipping | it-director     | influencer | 2019-09-02 |           | neutral   | 2026-05-14  |             |
施振海 Shi Zhenhai  | dongtan-daily     | it-chief        |           | 2012-03-01 |            | opponent  | 2026-06-11  | huang-cailing |
黄采苓 Huang Cailing | dongtan-daily    | chief-editor    | decider   | 2018-08-20 |            |           |             |             |
谭启正 Tan Qizheng  | jiufeng-evening   | it-director     | decider   | 2011-05-01 |            | opponent  | 2024-11-20  | yan-bochun  |
严伯淳 Yan Bochun   | jiufeng-evening   | president       |           | 2015-01-05 |            | opponent  | 2024-11-20  |             |
陶今越 Tao Jinyue   | dianhu-times      | it-director     |           | 2014-11-03 |            | supporter | 2024-03-12  |             |
石敬之 Shi Jingzhi  | yuelu-sports      | it-director     |           | 2018-03-05 |            | supporter | 2025-11-06  |             | yes
白沐川 Bai Muchuan  | haitang-group     | group-cio       |           | 2015-10-12 |            | supporter | 2025-09-18  |             |
苏砚秋 Su Yanqiu    | yanchi-press      | it-centre       |           | 2016-09-01 |            | supporter | 2026-03-20  | ning-zhiyuan | yes
宁知远 Ning Zhiyuan | yanchi-press      | president       |           | 2012-05-07 |            |           |             |             |
尤建平 You Jianping | ruijian-packaging | prepress        | decider   | 2013-02-18 |            | neutral   | 2025-10-23  | bi-cheng    |
毕诚 Bi Cheng       | ruijian-packaging | general-manager |           | 2010-06-01 |            |           |             |             |
温如玉 Wen Ruyu     | dongshen-press    | it-centre       |           | 2017-09-01 |            | supporter | 2025-12-04  |             | no
毛书远 Mao Shuyuan  | yinxing-medical   | it-centre       |           | 2015-03-16 |            | supporter | 2026-01-15  |             |
季怀远 Ji Huaiyuan  | zheguang-film     | tech-head       |           | 2017-02-20 |            | supporter | 2025-12-11  |             |
祝今朝 Zhu Jinzhao  | molan-group       | prepress        | decider   | 2014-06-03 |            | neutral   | 2025-08-28  |             |
姬若水 Ji Ruoshui   | changdi-maps      | it-centre       |           | 2016-04-05 |            | supporter | 2025-11-27  |             |
纪云起 Ji Yunqi     | binnan-archive    | it-chief        |           | 2018-07-16 |            | supporter | 2026-05-12  |             |
俞静川 Yu Jingchuan | wangshu-tv        | programme-head  |           | 2016-11-01 |            |           |             |             |
俞知微 Yu Zhiwei    | tongyin-school    | registrar       |           | 2019-08-26 |            |           |             |             |
丁海平 Ding Haiping | fangta-print      | plant-manager   |           | 2010-03-01 |            |           |             |             |
王磊 Wang Lei       | molan-kunshan     | plate-maker     |           | 2018-05-02 |            |           |             |             |
王磊 Wang Lei       | wangshu-tv        | video-editor    |           | 2020-09-14 |            |           |             |             |
""")
"""One row a role. Two people share the name 王磊 Wang Lei; everyone else is spelt once."""

MEMBERS = rows_of("""
person_id     | circle_id           | role      | attendance | from       | to
li-minglang   | newspaper-it        | chair     | 0.9        | 2017-02-10 |
cheng-liyan   | newspaper-it        | organiser | 0.85       | 2018-11-09 |
zhang-beichen | newspaper-it        | member    | 0.6        | 2017-09-08 |
gu-changfeng  | newspaper-it        | member    | 0.7        | 2018-03-09 |
shao-wenyuan  | newspaper-it        | member    | 0.4        | 2026-04-10 |
ling-yizhou   | newspaper-it        | member    | 0.3        | 2020-01-10 |
tao-jinyue    | newspaper-it        | member    | 0.3        | 2015-03-13 |
shi-jingzhi   | newspaper-it        | member    | 0.6        | 2018-06-08 |
fu-weizhou    | newspaper-it        | member    |            | 2020-06-12 | 2023-12-08
li-minglang   | it-chat             | organiser | 0.8        | 2018-05-20 |
cheng-liyan   | it-chat             | member    | 0.7        | 2018-11-01 |
gu-changfeng  | it-chat             | member    | 0.6        | 2018-06-02 |
su-yanqiu     | it-chat             | member    | 0.5        | 2019-01-15 |
shi-jingzhi   | it-chat             | member    | 0.4        | 2018-07-11 |
mao-shuyuan   | it-chat             | member    | 0.3        | 2020-08-03 |
you-jianping  | it-chat             | member    | 0.6        | 2019-05-06 |
li-minglang   | fudan-cio           | member    | 0.6        | 2013-10-01 |
bai-muchuan   | fudan-cio           | chair     | 0.9        | 2012-10-01 |
wen-ruyu      | fudan-cio           | member    | 0.5        | 2014-10-01 |
li-minglang   | wednesday-badminton | member    | 0.7        | 2019-04-03 |
cheng-liyan   | wednesday-badminton | organiser | 0.8        | 2019-04-03 |
ding-yichuan  | wednesday-badminton | member    | 0.6        | 2022-03-02 |
shi-jingzhi   | wednesday-badminton | member    | 0.5        | 2021-09-08 |
li-minglang   | notebook-users      | chair     | 0.9        | 2025-02-27 |
ding-yichuan  | notebook-users      | organiser | 0.8        | 2025-02-27 |
he-xiaotang   | notebook-users      | member    | 0.3        | 2025-06-12 |
su-wensheng   | editors-guild       | chair     | 0.8        | 2018-03-20 |
yu-huaishan   | paper-association   | chair     | 0.8        | 2016-04-22 |
jiang-muyun   | paper-association   | member    | 0.6        | 2021-04-23 |
cen-ziming    | paper-association   | member    | 0.5        | 2015-04-24 |
yu-huaishan   | media-choir         | member    | 0.5        | 2015-10-09 |
he-chengyuan  | media-choir         | organiser | 0.8        | 2016-01-08 |
yu-huaishan   | yu-family           | chair     | 0.9        |            |
yu-jingchuan  | yu-family           | member    | 0.7        |            |
yu-zhiwei     | yu-family           | member    |            |            |
su-yanqiu     | publishing-salon    | organiser | 0.8        | 2017-03-16 |
bai-muchuan   | publishing-salon    | chair     | 0.6        | 2016-03-17 |
mao-shuyuan   | publishing-salon    | member    | 0.7        | 2015-09-17 |
wen-ruyu      | publishing-salon    | member    | 0.6        | 2018-03-15 |
ning-zhiyuan  | dongshen-emba       | member    | 0.5        | 2019-09-07 |
jiang-muyun   | dongshen-emba       | member    | 0.4        | 2019-09-07 |
you-jianping  | printers-society    | organiser | 0.8        | 2014-05-20 |
tan-qizheng   | songjiang-forum     | chair     | 0.95       | 2016-06-15 |
yan-bochun    | songjiang-forum     | member    | 0.5        | 2016-06-15 |
ding-haiping  | songjiang-forum     | member    | 0.6        | 2018-06-13 |
""")

TIES = rows_of("""
person_a      | person_b      | strength | kind                       | since      | last_contact | directed
li-minglang   | cheng-liyan   | 0.9      | 同学 classmate             | 2001-09-01 | 2026-10-21   |
li-minglang   | su-yanqiu     | 0.8      | 同学 classmate             | 2001-09-01 | 2026-08-30   |
li-minglang   | gu-changfeng  | 0.6      | 同行朋友 friend in the trade | 2018-03-09 | 2026-09-25 |
li-minglang   | bai-muchuan   | 0.5      | 校友 fellow alumni         | 2013-10-01 | 2026-05-16   |
li-minglang   | shi-jingzhi   | 0.4      | 球友 badminton partner     | 2021-09-08 | 2026-10-14   |
li-minglang   | ling-yizhou   | 0.3      | 前同事 former colleague    | 2011-04-01 | 2025-03-18   |
yu-huaishan   | jiang-muyun   | 0.5      | 同行朋友 friend in the trade | 2014-05-10 | 2026-06-30 |
yu-huaishan   | he-chengyuan  | 0.7      | 朋友 friend                | 2003-06-01 | 2026-09-18   |
he-chengyuan  | fu-weizhou    | 0.6      | 师生 teacher and student   | 2008-09-01 | 2026-07-02   | true
yu-huaishan   | yu-jingchuan  | 0.8      | 亲戚 relative              |            | 2026-10-03   |
yu-jingchuan  | yu-zhiwei     | 0.7      | 亲戚 relative              |            | 2026-10-03   |
gu-changfeng  | cheng-liyan   | 0.4      | 同行朋友 friend in the trade | 2018-03-09 | 2026-08-14 |
shi-jingzhi   | cheng-liyan   | 0.4      | 球友 badminton partner     | 2021-09-08 | 2026-10-14   |
zhang-beichen | cheng-liyan   | 0.5      | 前同事 former colleague    | 2012-03-01 | 2026-09-11   |
su-yanqiu     | cheng-liyan   | 0.3      | 同学 classmate             | 2001-09-01 | 2025-07-19   |
bai-muchuan   | cheng-liyan   | 0.3      | 校友 fellow alumni         | 2016-05-20 | 2026-05-16   |
wen-ruyu      | cheng-liyan   | 0.4      | 邻居 neighbour             | 2015-11-01 | 2026-09-27   |
you-jianping  | cheng-liyan   | 0.4      | 业务往来 business contact  | 2019-03-01 | 2026-06-24   |
tao-jinyue    | ling-yizhou   | 0.5      | 前同事 former colleague    | 2013-06-01 | 2024-12-05   |
mao-shuyuan   | shi-zhenhai   | 0.8      | 亲戚 relative              |            | 2026-10-02   |
zhang-beichen | ling-yizhou   | 0.4      | 朋友 friend                | 2020-01-10 | 2026-04-17   |
bai-muchuan   | wen-ruyu      | 0.6      | 校友 fellow alumni         | 2014-10-01 | 2026-09-12   |
ding-yichuan  | ding-haiping  | 0.4      | 亲戚 relative              |            | 2026-02-18   |
tan-qizheng   | yan-bochun    | 0.6      | 朋友 friend                | 2011-05-01 | 2026-08-08   |
""")
