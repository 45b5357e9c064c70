"""The newspaper that bought notebooks, told event by event."""

from __future__ import annotations

from sheets import rows_of

EVENTS = rows_of("""
date       | kind                | account          | person       | value  | margin | key          | ref          | text
2024-06-14 | meeting             | pujiang-morning  | li-minglang  | 0.3    |        |              |              | 信息主任圆桌散会后聊了二十分钟 / Twenty minutes together after the round table
2024-08-08 | call                | pujiang-morning  | li-minglang  |        |        |              |              | 他说记者的旧电脑开机要四分钟 / He says the reporters' machines take four minutes to start
2024-09-12 | meeting             | pujiang-morning  | li-minglang  | 0.5    |        |              |              | 在采编中心试用两台样机 / Two sample notebooks tried out in the newsroom
2024-09-20 | competitor_seen     | pujiang-morning  | he-xiaotang  | 0.6    |        |              |              | 何主任偏好蓝礁电脑，用惯了 / The head of newsroom prefers Bluereef: she is used to it
2024-09-20 | stance              | pujiang-morning  | he-xiaotang  | -1     |        |              |              | 反对换品牌 / Against changing the brand
2024-10-30 | meeting             | pujiang-morning  | fang-ruolan  | 0.2    |        |              |              | 谈合同条款，社长只握了个手 / Terms settled; the president only shook hands
2024-12-02 | deal_won            | pujiang-morning  | li-minglang  | 624000 | 56000  | first-order  |              | 八十台采编笔记本 / Eighty newsroom notebooks
2024-12-04 | install_start       | pujiang-morning  | ding-yichuan |        |        |              | @first-order | 第一批二十台到现场 / The first twenty arrive
2024-12-11 | visit               | pujiang-morning  | ding-yichuan | 0.6    |        |              |              | 陪装机一整天，帮着搬旧显示器 / A whole day beside the installers, carrying old screens
2024-12-23 | install_done        | pujiang-morning  | ding-yichuan |        |        |              | @first-order | 三周装完，版面一天没耽误 / All installed in three weeks, not one page late
2024-12-23 | delivery            | pujiang-morning  | li-minglang  | 4      |        |              | @first-order | 比约定早四天验收 / Accepted four days before the promise
2024-12-27 | thanks              | pujiang-morning  | li-minglang  | 0.8    |        |              |              | 请所有出过力的人吃了顿饭，问哪里还能更好 / Supper for all who took part, and the question what to improve
2024-12-30 | visit               | pujiang-morning  | he-xiaotang  | 0.5    |        |              |              | 登门请教反对的原因：充电器不通用，补了十个 / Asked why she had been against us: the chargers; brought ten
2025-01-06 | visit               | pujiang-morning  | yu-huaishan  | 0.5    |        |              |              | 第一次和社长坐下来谈；他收藏音乐会影碟，光驱却只读CD / First real talk with the president: he collects concert discs, his drive reads CDs only
2025-01-07 | call                | pujiang-morning  | li-minglang  | 0.4    |        |              |              | 请李主任安排给社长换光驱 / Asked the IT director to have the president's drive changed
2025-01-09 | visit               | pujiang-morning  | yu-huaishan  | 0.9    |        | dvd-drive    |              | 三天后换上DVD光驱 / Three days later the CD-ROM drive is a DVD drive
2025-01-15 | visit               | pujiang-morning  | yu-huaishan  | 0.9    |        |              |              | 带去维也纳新年音乐会影碟，正合他的口味 / Brought the disc of the Vienna New Year concert: just his taste
2025-01-17 | thanks              | pujiang-morning  | li-minglang  |        |        |              |              | 给李主任和小丁写了感谢信，抄送社长 / A letter of thanks to him and his engineer, copied to the president
2025-02-19 | satisfaction        | pujiang-morning  | li-minglang  | 1      |        |              | @first-order | 守时、说实话，装机时人一直在 / Punctual, honest, and there while it was installed
2025-02-26 | satisfaction        | pujiang-morning  | yu-huaishan  | 0.9    |        |              | @dvd-drive   | 小事也当真，尊重人 / Takes small things seriously and people too
2025-03-12 | survey              | pujiang-morning  | li-minglang  | 10     |        |              |              | 愿意推荐，已经在圆桌上说过 / Would recommend us, and already did at the round table
2025-03-20 | referral_asked      | pujiang-morning  | li-minglang  |        |        |              | yanchi-press | 请他介绍老同学苏砚秋 / Asked for a word with his classmate Su Yanqiu
2025-03-28 | referral_made       | pujiang-morning  | li-minglang  |        |        | word-yanchi  | yanchi-press | 三人一起喝茶，他开的场 / Tea for three, opened by him
2025-09-15 | deal_won            | pujiang-morning  | li-minglang  | 228000 | 52000  | second-order |              | 增购三十台，给新成立的视频组 / Thirty more for the new video desk
2025-09-15 | deal_won            | pujiang-suzhou   | lu-qiaoyun   | 93600  | 20500  | suzhou-order |              | 苏州分社十二台 / Twelve for the Suzhou bureau
2025-09-24 | install_start       | pujiang-suzhou   | lu-qiaoyun   |        |        |              | @suzhou-order | 苏州开始装机 / Installation begins in Suzhou
2025-09-25 | install_done        | pujiang-suzhou   | lu-qiaoyun   |        |        |              | @suzhou-order | 苏州两天装完 / Suzhou done in two days
2025-09-25 | delivery            | pujiang-suzhou   | lu-qiaoyun   | 1      |        |              | @suzhou-order | 早一天交付 / Handed over a day early
2025-10-09 | install_start       | pujiang-morning  | ding-yichuan |        |        |              | @second-order | 视频组装机 / Installation at the video desk
2025-10-15 | install_done        | pujiang-morning  | ding-yichuan |        |        |              | @second-order | 视频组装完 / The video desk is done
2025-10-15 | delivery            | pujiang-morning  | ding-yichuan | 2      |        |              | @second-order | 早两天交付 / Handed over two days early
2025-10-17 | satisfaction        | pujiang-morning  | ding-yichuan | 0.8    |        |              | @second-order | 有问题半小时内回电 / Calls back within half an hour
2025-10-24 | referral_asked      | pujiang-morning  | li-minglang  |        |        |              | hengshan-evening | 衡山晚讯要换机，请他引荐 / Hengshan is about to replace its machines: asked for an introduction
2025-10-31 | referral_made       | pujiang-morning  | li-minglang  |        |        | word-hengshan | hengshan-evening | 当场给顾长风打了电话 / Rang Gu Changfeng on the spot
2025-11-20 | thanks              | pujiang-morning  | li-minglang  | 0.6    |        |              |              | 登门道谢，带了一盒明前龙井 / Called to thank him, with a box of spring tea
2026-01-20 | visit               | pujiang-morning  | yu-huaishan  | 0.7    |        |              |              | 送今年的新年音乐会影碟 / This year's New Year concert disc
2026-03-02 | incident_opened     | pujiang-suzhou   | lu-qiaoyun   | 0.8    |        | sleepers     |              | 十二台里六台夜里休眠后醒不来，截稿受影响 / Six of the twelve do not wake from sleep on deadline nights
2026-03-09 | visit               | pujiang-suzhou   | lu-qiaoyun   | -0.4   |        |              |              | 工程师来过，重装系统无效 / The service engineer reinstalled the system: no help
2026-03-16 | complaint_escalated | pujiang-suzhou   | he-chengyuan | 0.8    |        |              | @sleepers    | 分社的投诉信到了集团总工程师手里 / The bureau's complaint reaches the group's chief engineer
2026-03-17 | competitor_seen     | pujiang-suzhou   | qian-ruogu   | 0.7    |        |              |              | 蓝礁电脑上门借出三台样机 / Bluereef lends the bureau three machines
2026-03-18 | meeting             | pujiang-morning  | li-minglang  | 0.2    |        |              |              | 和李主任调齐全部服务记录 / Gathered the whole service record with him
2026-03-24 | call                | pujiang-press    | he-chengyuan | 0.5    |        |              |              | 分社、总部、厂家和我们开一个电话会，把话说清 / Bureau, headquarters, maker and we on one call, all sides heard
2026-03-26 | meeting             | pujiang-press    | he-chengyuan | 0.6    |        |              |              | 带去方案和报价：主板全换免费，备机半价 / Came with a priced solution: main boards free, spare machines at half price
2026-04-10 | incident_closed     | pujiang-suzhou   | lu-qiaoyun   | 0.8    |        |              | @sleepers    | 主板全部更换，两周夜班无一次死机 / All boards changed, two weeks of night shifts without a freeze
2026-04-13 | satisfaction        | pujiang-suzhou   | lu-qiaoyun   | 0.6    |        |              |              | 出了事不躲，这点服气 / They did not hide when it went wrong
2026-04-15 | satisfaction        | pujiang-press    | he-chengyuan | 0.9    |        |              |              | 记录完整，话实在，办法有价 / A full record, straight words, a solution with a price
2026-04-16 | thanks              | pujiang-press    | he-chengyuan | 0.6    |        |              |              | 致信感谢总工程师主持公道 / A letter of thanks for hearing all sides
2026-04-28 | visit               | pujiang-press    | he-chengyuan | 0.7    |        |              |              | 回访，他要了一份集团换机清单 / A visit afterwards: he asked for a list of what the group could replace
2026-05-19 | deal_won            | pujiang-morning  | ding-yichuan | 46000  | 13800  | docks        |              | 四十个扩展坞 / Forty docking stations
2026-05-27 | delivery            | pujiang-morning  | ding-yichuan | 0      |        |              | @docks       | 按约交付 / Delivered as promised
2026-06-18 | referral_asked      | pujiang-morning  | li-minglang  |        |        |              | pujiang-business | 请他向兄弟报社的程立言说句话 / Asked for a word with Cheng Liyan at the sister paper
2026-06-29 | referral_made       | pujiang-morning  | li-minglang  |        |        |              | pujiang-business | 打完球提了一句，程主任愿意见面 / Mentioned us after badminton: Cheng will meet us
2026-07-08 | meeting             | pujiang-business | cheng-liyan  |        |        |              |              | 初次见面，他说要等社长定预算 / First meeting: the budget waits for the president
2026-08-12 | call                | pujiang-business | kong-weili   |        |        |              |              | 财务要三家比价 / Finance wants three quotations
2026-09-09 | survey              | pujiang-morning  | li-minglang  | 10     |        |              |              | 出过事还给满分，因为处理得好 / Full marks in spite of the trouble, for the way it was handled
2026-10-14 | visit               | pujiang-morning  | li-minglang  | 0.6    |        |              |              | 看视频组的新工位，聊明年的预算 / Saw the video desk's new places, talked about next year's budget
""")
