"""The accounts, the reps and the circles: everything that is not a person.

`known` is how many people of the account we know of, `life` what happened with it (`lives.LIVES`; empty where
`story_*` tells it event by event). People talk inside their `world`: the main one (empty) and three apart from it.
"""

from __future__ import annotations

from sheets import rows_of

REPS = rows_of("""
rep_id    | name             | email                         | role | territories | hours_per_week
zhou-lan  | 周岚 Zhou Lan    | zhou.lan@refgraph.example     | rep  | Puxi        | 8
xu-chi    | 徐驰 Xu Chi      | xu.chi@refgraph.example       | rep  | Pudong      | 6
tan-yue   | 谭越 Tan Yue     | tan.yue@refgraph.example      | rep  | Delta       |
luo-heng  | 罗恒 Luo Heng    | luo.heng@refgraph.example     | lead | Puxi;Pudong;Delta | 4
""")

OWNERS = {"Puxi": "zhou-lan", "Pudong": "xu-chi", "Delta": "tan-yue"}

INDUSTRIES = {
    "news": "报业 Newspapers",
    "book": "出版 Publishing",
    "print": "印刷 Printing",
    "edu": "教育 Education",
    "media": "广电广告 Broadcasting and advertising",
}

ACCOUNTS = rows_of("""
account_id        | name                                        | industry | region           | size | parent_id      | territory | potential | known | life          | world
pujiang-press     | 浦江报业集团 Pujiang Press Group            | news     | 黄浦 Huangpu     | 2600 |                | Puxi      | 900000    | 2     |               |
pujiang-morning   | 浦江晨报 Pujiang Morning Post               | news     | 黄浦 Huangpu     | 640  | pujiang-press  | Puxi      | 420000    | 2     |               |
pujiang-suzhou    | 浦江晨报苏州分社 Pujiang Morning Post Suzhou Bureau | news | 苏州 Suzhou   | 38   | pujiang-morning | Delta    | 60000     | 1     |               |
pujiang-business  | 浦江商报 Pujiang Business Daily             | news     | 黄浦 Huangpu     | 420  | pujiang-press  | Puxi      | 560000    | 1     |               |
pujiang-weekend   | 浦江周末画刊 Pujiang Weekend Pictorial      | news     | 静安 Jing'an     | 120  | pujiang-press  | Puxi      | 150000    | 3     | courted       |
hubin-press       | 沪滨报业集团 Hubin Press Group              | news     | 静安 Jing'an     | 1900 |                | Puxi      | 700000    | 3     | courted       |
hubin-metro       | 沪滨都市报 Hubin Metro Daily                | news     | 静安 Jing'an     | 510  | hubin-press    | Puxi      | 300000    | 4     |               |
hubin-law         | 沪滨法苑周报 Hubin Law Weekly               | news     | 虹口 Hongkou     | 140  | hubin-press    | Puxi      | 180000    | 4     | courted       |
shencheng-business | 申城商讯 Shencheng Business News           | news     | 徐汇 Xuhui       | 380  |                | Puxi      | 480000    | 5     | courted       |
hengshan-evening  | 衡山晚讯 Hengshan Evening News              | news     | 徐汇 Xuhui       | 450  |                | Puxi      | 260000    | 3     |               |
wutong-youth      | 梧桐青年报 Wutong Youth Daily               | news     | 徐汇 Xuhui       | 260  |                | Puxi      | 320000    | 4     | courted       |
jianghai-shipping | 江海航运周报 Jianghai Shipping Weekly       | news     | 虹口 Hongkou     | 90   |                | Puxi      | 120000    | 0     |               |
dongtan-daily     | 东滩日报 Dongtan Daily                      | news     | 崇明 Chongming   | 160  |                | Pudong    | 140000    | 0     |               | dongtan
jiufeng-evening   | 九峰晚报 Jiufeng Evening Post               | news     | 松江 Songjiang   | 310  |                | Puxi      | 200000    | 3     |               | songjiang
dianhu-times      | 淀湖时讯 Dianhu Times                       | news     | 青浦 Qingpu      | 170  |                | Puxi      | 110000    | 3     |               |
chaosheng-daily   | 潮声日报 Chaosheng Daily                    | news     | 金山 Jinshan     | 220  |                | Pudong    | 190000    | 4     | untouched     |
yuelu-sports      | 跃鹿体育报 Yuelu Sports Paper               | news     | 杨浦 Yangpu      | 200  |                | Pudong    | 130000    | 3     | happy         |
haitang-group     | 海棠出版集团 Haitang Publishing Group       | book     | 长宁 Changning   | 1400 |                | Puxi      | 500000    | 3     | happy         |
haitang-children  | 海棠少儿社 Haitang Children's Books         | book     | 长宁 Changning   | 230  | haitang-group  | Puxi      | 160000    | 4     | happy         |
haitang-science   | 海棠科技社 Haitang Science Press            | book     | 长宁 Changning   | 260  | haitang-group  | Puxi      | 210000    | 4     | courted       |
haitang-audio     | 海棠音像社 Haitang Audio and Video          | book     | 普陀 Putuo       | 110  | haitang-group  | Puxi      | 90000     | 3     | plain         |
yanchi-press      | 砚池出版社 Yanchi Press                     | book     | 静安 Jing'an     | 280  |                | Puxi      | 220000    | 4     |               |
qingtong-arts     | 青桐文艺社 Qingtong Literature and Art      | book     | 徐汇 Xuhui       | 190  |                | Puxi      | 170000    | 4     | lost_bid      |
tingyu-books      | 听雨轩书社 Tingyuxuan Books                 | book     | 虹口 Hongkou     | 60   |                | Puxi      | 45000     | 3     | untouched     |
changdi-maps      | 长堤地图社 Changdi Maps                     | book     | 杨浦 Yangpu      | 150  |                | Pudong    | 240000    | 3     | happy         |
cichuan-reference | 辞川工具书社 Cichuan Reference Books        | book     | 黄浦 Huangpu     | 210  |                | Puxi      | 200000    | 4     | plain         |
banmu-classics    | 半亩古籍社 Banmu Classics                   | book     | 徐汇 Xuhui       | 95   |                | Puxi      | 70000     | 4     | courted       |
mailang-study     | 麦浪教辅社 Mailang Study Guides             | book     | 浦东 Pudong      | 320  |                | Pudong    | 260000    | 4     | courted       |
yuanfan-translations | 远帆译文社 Yuanfan Translations          | book     | 静安 Jing'an     | 130  |                | Puxi      | 110000    | 4     | lost_bid      |
yinxing-medical   | 银杏医学社 Yinxing Medical Press            | book     | 浦东 Pudong      | 180  |                | Pudong    | 190000    | 4     | happy         |
longtang-comics   | 弄堂漫画社 Longtang Comics                  | book     | 杨浦 Yangpu      | 75   |                | Pudong    | 80000     | 4     | untouched     |
hushu-books       | 湖墅书坊 Hushu Bookshop Press               | book     | 杭州 Hangzhou    | 85   |                | Delta     | 60000     | 4     | untouched     | hangzhou
pujiang-print     | 浦江报业印务中心 Pujiang Press Printing Centre | print | 闵行 Minhang     | 340  | pujiang-press  | Puxi      | 280000    | 4     | plain         |
molan-group       | 墨澜印务集团 Molan Printing Group           | print    | 嘉定 Jiading     | 1100 |                | Puxi      | 420000    | 3     | happy         |
molan-baoshan     | 墨澜印务宝山厂 Molan Printing Baoshan Plant | print    | 宝山 Baoshan     | 260  | molan-group    | Puxi      | 130000    | 3     | mended        |
molan-kunshan     | 墨澜印务昆山厂 Molan Printing Kunshan Plant | print    | 昆山 Kunshan     | 380  | molan-group    | Delta     | 160000    | 4     | courted       |
qingyan-colour    | 青砚彩印 Qingyan Colour Printing            | print    | 闵行 Minhang     | 140  |                | Puxi      | 120000    | 4     | plain         |
zhiyuan-digital   | 纸鸢数码印刷 Paper Kite Digital Printing    | print    | 普陀 Putuo       | 55   |                | Puxi      | 65000     | 3     | courted       |
banxin-prepress   | 版心制版 Banxin Prepress                    | print    | 普陀 Putuo       | 45   |                | Puxi      | 30000     | 3     | partner       |
ruijian-packaging | 瑞笺包装印刷 Ruijian Packaging              | print    | 浦东 Pudong      | 290  |                | Pudong    | 150000    | 3     |               |
tieling-forms     | 铁翎票据印刷 Tieling Forms                  | print    | 浦东 Pudong      | 210  |                | Pudong    | 140000    | 4     | untouched     |
fangta-print      | 方塔印刷厂 Fangta Printing Works            | print    | 松江 Songjiang   | 120  |                | Puxi      | 90000     | 4     | untouched     | songjiang
qianwan-print     | 钱湾印刷 Qianwan Printing                   | print    | 杭州 Hangzhou    | 130  |                | Delta     | 75000     | 4     | untouched     | hangzhou
dongshen-univ     | 东申大学 Dongshen University                | edu      | 杨浦 Yangpu      | 3200 |                | Pudong    | 600000    | 5     | courted       |
dongshen-press    | 东申大学出版社 Dongshen University Press    | edu      | 杨浦 Yangpu      | 170  | dongshen-univ  | Pudong    | 180000    | 2     | happy         |
dongshen-library  | 东申大学图书馆 Dongshen University Library  | edu      | 杨浦 Yangpu      | 140  | dongshen-univ  | Pudong    | 230000    | 4     | mended        |
wusong-college    | 吴淞传播学院 Wusong College of Communication | edu     | 宝山 Baoshan     | 420  |                | Puxi      | 310000    | 4     | courted       |
luming-college    | 鹿鸣印刷职业学院 Luming College of Printing | edu      | 松江 Songjiang   | 280  |                | Puxi      | 160000    | 4     | courted_apart | songjiang
tongyin-school    | 桐荫外国语学校 Tongyin Language School      | edu      | 长宁 Changning   | 150  |                | Puxi      | 95000     | 4     | plain         |
zhigeng-library   | 知更图书馆 Zhigeng District Library         | edu      | 普陀 Putuo       | 70   |                | Puxi      | 85000     | 4     | untouched     |
yunjin-school     | 云锦实验中学 Yunjin Middle School           | edu      | 浦东 Pudong      | 180  |                | Pudong    | 100000    | 4     | lost_bid      |
binnan-archive    | 滨南文献馆 Binnan Archive                   | edu      | 浦东 Pudong      | 60   |                | Pudong    | 75000     | 2     | happy         |
tidal-radio       | 潮汐之声广播 Tidal Radio                    | media    | 虹口 Hongkou     | 330  |                | Puxi      | 270000    | 5     | plain         |
wangshu-tv        | 望舒电视 Wangshu Television                 | media    | 静安 Jing'an     | 980  |                | Puxi      | 640000    | 4     | courted       |
wangshu-kids      | 望舒少儿频道 Wangshu Children's Channel     | media    | 静安 Jing'an     | 120  | wangshu-tv     | Puxi      | 140000    | 4     | happy         |
orange-box        | 橙匣广告 Orange Box Advertising             | media    | 静安 Jing'an     | 85   |                | Puxi      | 90000     | 4     | plain         |
thirteen-lines    | 十三行创意 Thirteen Lines Creative          | media    | 黄浦 Huangpu     | 40   |                | Puxi      | 55000     | 3     | courted       |
huixiang-audio    | 回响有声 Huixiang Audio                     | media    | 长宁 Changning   | 65   |                | Puxi      | 80000     | 4     | lost_bid      |
zheguang-film     | 折光影视 Zheguang Film                      | media    | 浦东 Pudong      | 110  |                | Pudong    | 170000    | 3     | happy         |
dengying-outdoor | 灯影户外传媒 Dengying Outdoor Media         | media    | 浦东 Pudong      | 95   |                | Pudong    | 85000     | 3     | untouched     |
""")

CIRCLES = rows_of("""
circle_id          | name                                               | kind        | region         | meetings_per_year | industries           | functions          | draws | world     | founded
newspaper-it       | 报社信息主任圆桌 Newspaper IT directors' round table | industry   | 上海 Shanghai  | 12 | news                       | it                 | 6     |           | 2014
paper-association  | 沪上报业联谊会 Association of the Shanghai papers  | association | 上海 Shanghai  | 4  | news                       | top,editorial      | 11    |           | 2011
fudan-cio          | 复旦CIO校友会 Fudan CIO alumni                     | alumni      | 上海 Shanghai  | 2  | news,book,edu,media        | it                 | 6     |           | 2012
wednesday-badminton | 周三羽毛球 Wednesday badminton                    | social      | 静安 Jing'an   | 40 | news,book,media            | it,production,user | 7     |           | 2016
notebook-users     | 笔记本用户组 Notebook users' group                 | user_group  | 上海 Shanghai  | 4  | news,book,media            | user,it            | 11    |           | 2021
it-chat            | 信息人微信群 IT people's WeChat group              | chat        | 上海 Shanghai  |    | news,book,print,edu,media  | it                 | 20    |           | 2018
editors-guild      | 编辑公会 Editors' guild                            | association | 上海 Shanghai  | 6  | news,book                  | editorial          | 13    |           | 2010
tongyin-parents    | 桐荫学校家长群 Tongyin school parents' group       | chat        | 长宁 Changning |    | book,edu,media             | user,editorial,admin | 9   |           | 2020
publishing-salon   | 出版信息化沙龙 Publishing technology salon         | industry    | 上海 Shanghai  | 6  | book                       | it,production      | 11    |           | 2015
printers-society   | 印刷技术协会 Printing technology society           | association | 上海 Shanghai  | 4  | print                      | it,production,top  | 14    |           | 2009
library-league     | 文献馆联盟 Libraries' and archives' league         | association | 上海 Shanghai  | 3  | edu                        | it,top,editorial   | 10    |           | 2013
colour-users       | 色彩管理用户组 Colour management users             | user_group  | 上海 Shanghai  | 3  | print,book,media           | production,user    | 12    |           | 2017
friday-tea         | 广告人周五茶会 Ad people's Friday tea              | social      | 静安 Jing'an   | 24 | media                      | top,editorial,production | 8 |          | 2018
broadcast-engineers | 广电工程师学会 Society of broadcast engineers     | association | 上海 Shanghai  | 4  | media                      | it,production      | 9     |           | 2012
sheshan-hikers     | 佘山徒步队 Sheshan hikers                          | social      | 上海 Shanghai  | 12 | news,book,print,edu,media  | it,user,production,editorial | 9 |      | 2019
media-choir        | 媒体人合唱团 Media people's choir                  | social      | 黄浦 Huangpu   | 36 | news,book,media            | editorial,admin,user | 9   |           | 2015
dongshen-emba      | 东申EMBA2019班 Dongshen EMBA class of 2019         | alumni      | 上海 Shanghai  |    | news,book,print,media      | top                | 9     |           | 2019
purchasing-exchange | 采购经理交流会 Purchasing managers' exchange      | industry    | 上海 Shanghai  | 4  | news,book,print,edu,media  | purchasing         | 10    |           | 2017
layout-users       | 排版软件用户组 Layout software users               | user_group  | 上海 Shanghai  | 4  | news,book                  | user,production    | 10    |           | 2016
office-chat        | 办公室主任群 Office managers' chat                 | chat        | 上海 Shanghai  |    | news,book,edu              | admin,purchasing   | 9     |           | 2019
old-cameras        | 老相机俱乐部 Old camera club                       | social      | 虹口 Hongkou   | 10 | news,book,media            | user,top,it        | 8     |           | 2014
yu-family          | 俞家亲戚 The Yu family                             | family      | 上海 Shanghai  |    |                            |                    | 0     |           | 1990
liantang-village   | 练塘同乡 People from Liantang village              | village     | 青浦 Qingpu    | 2  | print,edu                  | production,user,purchasing | 6 |        | 2008
songjiang-forum    | 松江文印联席会 Songjiang print and press forum     | industry    | 松江 Songjiang | 8  | news,print,edu             | it,top,production  | 7     | songjiang | 2016
lakeside-readers   | 湖畔读书会 Lakeside reading circle                 | social      | 杭州 Hangzhou  | 12 | book,print                 | top,user,it,editorial,production | 6 | hangzhou | 2019
""")
