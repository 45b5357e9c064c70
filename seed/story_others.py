"""What happened around the newspaper: a referral that became a customer, a champion who moved, names lost and kept."""

from __future__ import annotations

from sheets import rows_of

EVENTS = rows_of("""
date       | kind                | account           | person        | value  | margin | key            | ref           | text
2025-04-08 | meeting             | yanchi-press      | su-yanqiu     | 0.6    |        |                |               | 李明朗介绍来的，谈得很顺 / Sent by Li Minglang, an easy first talk
2025-05-26 | deal_won            | yanchi-press      | su-yanqiu     | 286000 | 27500  | yanchi-order   | @word-yanchi  | 二十六台排版工作站 / Twenty-six layout workstations
2025-06-04 | install_start       | yanchi-press      | su-yanqiu     |        |        |                | @yanchi-order | 开始装机 / Installation begins
2025-06-11 | install_done        | yanchi-press      | su-yanqiu     |        |        |                | @yanchi-order | 一周装完 / Done in a week
2025-06-12 | delivery            | yanchi-press      | su-yanqiu     | 2      |        |                | @yanchi-order | 早两天验收 / Accepted two days early
2025-06-20 | thanks              | yanchi-press      | su-yanqiu     | 0.5    |        |                |               | 请出力的编辑喝咖啡 / Coffee for the editors who helped
2025-07-16 | satisfaction        | yanchi-press      | su-yanqiu     | 0.9    |        |                | @yanchi-order | 报价没有水分 / A quotation without padding
2025-12-10 | survey              | yanchi-press      | su-yanqiu     | 9      |        |                |               | 会推荐给同行 / Would recommend us to others
2026-03-20 | deal_won            | yanchi-press      | su-yanqiu     | 74000  | 17800  | yanchi-screens |               | 十块校色显示器 / Ten calibrated screens
2026-03-31 | delivery            | yanchi-press      | su-yanqiu     | 0      |        |                | @yanchi-screens | 按约送到 / Delivered as promised
2026-10-12 | referral_asked      | yanchi-press      | su-yanqiu     |        |        |                | qingtong-arts | 请她约青桐文艺社的人 / Asked her to bring us together with Qingtong
2025-11-06 | meeting             | hengshan-evening  | gu-changfeng  | 0.5    |        |                |               | 先问服务，再问价格 / He asked about service first, then about the price
2025-12-08 | deal_won            | hengshan-evening  | gu-changfeng  | 351000 | 33000  | hengshan-order | @word-hengshan | 四十五台采编笔记本 / Forty-five newsroom notebooks
2025-12-15 | install_start       | hengshan-evening  | gu-changfeng  |        |        |                | @hengshan-order | 开始装机 / Installation begins
2025-12-29 | install_done        | hengshan-evening  | gu-changfeng  |        |        |                | @hengshan-order | 元旦前装完 / Done before New Year
2025-12-30 | delivery            | hengshan-evening  | gu-changfeng  | 1      |        |                | @hengshan-order | 早一天验收 / Accepted a day early
2026-01-22 | thanks              | hengshan-evening  | cen-ziming    | 0.6    |        |                |               | 拜会社长，当面致谢 / Called on the president to thank him
2026-01-22 | satisfaction        | hengshan-evening  | gu-changfeng  | 0.9    |        |                | @hengshan-order | 言出必行 / They do what they say
2026-02-11 | survey              | hengshan-evening  | gu-changfeng  | 9      |        |                |               | 走到哪儿都会推荐 / Would recommend us wherever he goes
2026-02-27 | left_company        | hengshan-evening  | gu-changfeng  |        |        |                | hengshan-evening | 调去梧桐青年报 / Leaves for Wutong Youth Daily
2026-03-09 | joined_company      | wutong-youth      | gu-changfeng  |        |        |                | wutong-youth  | 任信息部主任 / Becomes IT director
2026-03-16 | joined_company      | hengshan-evening  | shao-wenyuan  |        |        |                | hengshan-evening | 接任信息部主任，尚未见面 / The successor; we have not met
2026-03-27 | visit               | wutong-youth      | gu-changfeng  | 0.7    |        |                |               | 去新单位看老朋友 / Saw an old friend in his new place
2023-10-24 | meeting             | haitang-group     | bai-muchuan   | 0.4    |        |                |               | 年度换机计划，先听不说 / The year's replacement plan: we listened first
2025-09-18 | satisfaction        | haitang-group     | bai-muchuan   | 0.8    |        |                |               | 两年合作，没有一次推诿 / Two years and never an excuse
2026-08-11 | referral_asked      | haitang-group     | bai-muchuan   |        |        |                | mailang-study | 请他引荐麦浪教辅社 / Asked for an introduction to Mailang
2026-08-20 | referral_declined   | haitang-group     | bai-muchuan   |        |        |                | mailang-study | 开学前太忙，年后再说 / Too busy before the school year: after the holidays, please
2024-04-16 | deal_won            | hubin-metro       | zhang-beichen | 268000 | 25000  | hubin-order    |               | 一套图片存储 / A picture storage
2024-04-24 | install_start       | hubin-metro       | zhang-beichen |        |        |                | @hubin-order  | 开始安装 / Installation begins
2024-05-10 | install_done        | hubin-metro       | zhang-beichen |        |        |                | @hubin-order  | 安装完成 / Installation done
2024-05-10 | delivery            | hubin-metro       | zhang-beichen | 0      |        |                | @hubin-order  | 按约验收 / Accepted as promised
2024-06-19 | satisfaction        | hubin-metro       | zhang-beichen | 0.7    |        |                | @hubin-order  | 认真，交代清楚 / Serious, and explains well
2025-06-18 | survey              | hubin-metro       | zhang-beichen | 8      |        |                |               | 总体满意 / Satisfied on the whole
2026-10-08 | incident_opened     | hubin-metro       | zhang-beichen | 0.7    |        | lost-pictures  |               | 截稿时图片存储掉盘，丢了当天的照片 / The storage dropped a disk at deadline; the day's pictures are gone
2026-10-20 | competitor_seen     | hubin-metro       | zhang-beichen | 0.8    |        |                |               | 蓝礁电脑送来方案 / Bluereef has sent a proposal
2026-10-20 | visit               | hubin-metro       | zhang-beichen | 0.1    |        |                |               | 备件还没到，先借一台顶上 / The part is not here yet; lent them one meanwhile
2023-11-15 | deal_won            | jiufeng-evening   | tan-qizheng   | 198000 | 17000  | jiufeng-order  |               | 三十台编辑部电脑 / Thirty machines for the editors
2023-12-06 | install_start       | jiufeng-evening   | tan-qizheng   |        |        |                | @jiufeng-order | 开始装机，缺货 / Installation begins, parts missing
2024-01-10 | install_done        | jiufeng-evening   | tan-qizheng   |        |        |                | @jiufeng-order | 拖了一个月才装完 / Done a month behind
2024-01-11 | delivery            | jiufeng-evening   | tan-qizheng   | -26    |        |                | @jiufeng-order | 晚二十六天 / Twenty-six days late
2024-02-20 | satisfaction        | jiufeng-evening   | tan-qizheng   | -0.8   |        |                | @jiufeng-order | 答应的日子一再改 / The promised day moved again and again
2024-04-09 | incident_opened     | jiufeng-evening   | tan-qizheng   | 0.9    |        | bad-batch      |               | 一批电源烧毁 / A batch of power supplies burns out
2024-05-14 | complaint_escalated | jiufeng-evening   | yan-bochun    | 0.9    |        |                | @bad-batch    | 社长来电，无人回复 / The president rang and nobody called back
2024-07-30 | incident_closed     | jiufeng-evening   | tan-qizheng   | -0.7   |        |                | @bad-batch    | 换完了，人也得罪光了 / All replaced, and everybody offended
2024-09-11 | survey              | jiufeng-evening   | tan-qizheng   | 1      |        |                |               | 逢人便劝别买 / Tells everyone not to buy
2024-11-20 | deal_lost           | jiufeng-evening   | yan-bochun    | 150000 |        |                |               | 第二期给了蓝礁电脑 / The second stage went to Bluereef
2025-05-20 | visit               | jiufeng-evening   | tan-qizheng   | -0.3   |        |                |               | 登门道歉，只谈了十分钟 / Called to apologise; ten minutes
2024-01-09 | deal_won            | dianhu-times      | tao-jinyue    | 117000 | 11500  | dianhu-order   |               | 十五台笔记本 / Fifteen notebooks
2024-01-16 | install_start       | dianhu-times      | tao-jinyue    |        |        |                | @dianhu-order | 开始装机 / Installation begins
2024-01-19 | install_done        | dianhu-times      | tao-jinyue    |        |        |                | @dianhu-order | 装完 / Done
2024-01-19 | delivery            | dianhu-times      | tao-jinyue    | 0      |        |                | @dianhu-order | 按约交付 / Delivered as promised
2024-03-12 | satisfaction        | dianhu-times      | tao-jinyue    | 0.6    |        |                | @dianhu-order | 挺好，就是以后人不来了可不行 / Fine, as long as you do not vanish
2024-06-05 | call                | dianhu-times      | tao-jinyue    |        |        |                |               | 最后一次通电话，此后无人联系 / The last call; nobody has been in touch since
2025-07-02 | deal_won            | ruijian-packaging | you-jianping  | 142000 | 12800  | ruijian-order  |               | 八台印前工作站 / Eight prepress workstations
2025-07-21 | install_start       | ruijian-packaging | you-jianping  |        |        |                | @ruijian-order | 开始装机 / Installation begins
2025-08-20 | install_done        | ruijian-packaging | you-jianping  |        |        |                | @ruijian-order | 装完 / Done
2025-08-21 | delivery            | ruijian-packaging | you-jianping  | -24    |        |                | @ruijian-order | 晚二十四天 / Twenty-four days late
2025-09-10 | satisfaction        | ruijian-packaging | you-jianping  | -0.6   |        |                | @ruijian-order | 催了五次才有准话 / Five calls before we had a straight answer
2025-10-23 | visit               | ruijian-packaging | you-jianping  | 0.1    |        |                |               | 听他把话说完，记下三条 / Heard him out and noted three points
2025-12-04 | satisfaction        | dongshen-press    | wen-ruyu      | 0.9    |        |                |               | 尊重人，不乱打电话；但别拿我去介绍 / Respectful; but please do not use my name
2025-11-06 | satisfaction        | yuelu-sports      | shi-jingzhi   | 0.9    |        |                |               | 赛事周守到半夜 / Stayed till midnight in the week of the games
2026-02-05 | referral_asked      | yuelu-sports      | shi-jingzhi   |        |        |                | shencheng-business | 请他引荐申城商讯 / Asked for an introduction to Shencheng
2026-02-12 | referral_made       | yuelu-sports      | shi-jingzhi   |        |        |                | shencheng-business | 约好节后见 / Arranged to meet after the holidays
2026-09-10 | reference_call      | yuelu-sports      | shi-jingzhi   | 0.8    |        |                | shencheng-business | 申城商讯来电问服务，他照实说 / Shencheng rang him about our service; he told them how it is
2026-10-14 | reference_call      | yuelu-sports      | shi-jingzhi   | 0.7    |        | second-call    | pujiang-business | 浦江商报财务也打来 / The finance head of Pujiang Business rang too
2026-10-15 | satisfaction        | yuelu-sports      | shi-jingzhi   | 0.6    |        |                | @second-call  | 口碑电话打得不错，但一个季度两次够了 / The call went well, but two a quarter are enough
2026-01-15 | satisfaction        | yinxing-medical   | mao-shuyuan   | 0.9    |        |                |               | 校对系统迁移一次成功 / The proof system moved without a hitch
2026-06-11 | stance              | dongtan-daily     | shi-zhenhai   | -1     |        |                |               | 只认蓝礁电脑，不让我们见总编 / Bluereef or nobody; he will not let us see the editor
2026-06-11 | visit               | dongtan-daily     | shi-zhenhai   | -0.5   |        |                |               | 坐了一刻钟冷板凳 / A quarter of an hour in the cold
2026-05-14 | meeting             | jianghai-shipping | ling-yizhou   |        |        |                |               | 全报社只认识他一个 / The only one we know there
2025-03-06 | deal_lost           | mailang-study     |               | 240000 |        |                |               | 报价高，也没有人替我们说话 / Too dear, and nobody spoke for us
2025-05-15 | referral_asked      | zheguang-film     | ji-huaiyuan   |        |        |                | wangshu-tv    | 请他带我们进望舒电视 / Asked him to take us along to Wangshu
2025-05-29 | referral_made       | zheguang-film     | ji-huaiyuan   |        |        |                | wangshu-tv    | 拍摄现场介绍了技术部 / Introduced us to their engineers on the set
2025-08-14 | referral_asked      | molan-group       | zhu-jinzhao   |        |        |                | molan-kunshan | 请集团给昆山厂打个招呼 / Asked the group to announce us at its Kunshan plant
2025-08-28 | referral_declined   | molan-group       | zhu-jinzhao   |        |        |                | molan-kunshan | 各厂自己定，他不便开口 / Each plant decides for itself; he would rather not
2025-11-13 | referral_asked      | changdi-maps      | ji-ruoshui    |        |        |                | dongshen-univ | 请她约东申大学信息中心 / Asked her to bring us together with the university's IT centre
2025-11-27 | referral_made       | changdi-maps      | ji-ruoshui    |        |        |                | dongshen-univ | 会上当众说了好话 / Spoke well of us before everyone
2026-04-23 | referral_asked      | binnan-archive    | ji-yunqi      |        |        |                | zhigeng-library | 请他介绍知更图书馆 / Asked him about the Zhigeng library
2026-05-12 | referral_made       | binnan-archive    | ji-yunqi      |        |        |                | zhigeng-library | 带我们去看了新馆 / Showed us round their new building
""")
