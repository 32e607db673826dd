//! Words of the synthetic packs: names put together from parts, attributes with the ways to ask for them, and dice that
//! always fall the same. Frequent words are frequent as in language: the n-th is drawn 1/n as often as the first.

/// Dice (splitmix64, Steele et al. 2014): the same seed, the same falls.
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number under `sides`, all equally often.
    pub fn even(&mut self, sides: usize) -> usize {
        (self.next() % sides as u64) as usize
    }

    /// A number under `sides`, n drawn 1/(n+1) as often as 0 (Zipf's law).
    pub fn zipf(&mut self, sides: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let rank = ((sides as f64 + 1.0).ln() * share).exp() as usize;
        rank.clamp(1, sides) - 1
    }

    /// One of these, all equally often.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.even(of.len())]
    }
}

/// What can be asked about a thing: its noun, and two ways to ask without it.
pub struct Attribute {
    pub noun: &'static str,
    pub ask: [&'static str; 2],
}

const fn about(noun: &'static str, first: &'static str, second: &'static str) -> Attribute {
    Attribute { noun, ask: [first, second] }
}

/// Of goods.
pub const OF_GOODS: &[Attribute] = &[
    about("价格", "多少钱", "卖几块钱"),
    about("保修期", "保修多久", "能修几年"),
    about("重量", "有多重", "多少斤"),
    about("库存", "还有货吗", "还剩多少件"),
    about("运费", "寄过来要多少钱", "包不包邮"),
    about("产量", "一年生产多少", "每年能做多少"),
    about("寿命", "能用多久", "几年会坏"),
    about("退货期限", "几天之内能退", "不想要了多久可以退"),
    about("功率", "费不费电", "耗电多少"),
    about("颜色", "有哪几种颜色", "什么颜色好看"),
    about("材质", "是什么做的", "用的什么料"),
    about("尺寸", "多大", "长宽高是多少"),
    about("容量", "能装多少", "装得下几升"),
    about("交货时间", "什么时候能到货", "下单几天到"),
    about("安装费", "上门装要钱吗", "安装收多少"),
    about("负责人", "归谁管", "找哪位"),
    about("折扣", "能便宜吗", "打几折"),
    about("销量", "卖得好吗", "卖出去多少"),
    about("使用方法", "怎么用", "怎么操作"),
    about("清洗方法", "脏了怎么洗", "能不能水洗"),
];

/// Of services at a place.
pub const OF_SERVICES: &[Attribute] = &[
    about("开放时间", "几点开门", "营业到几点"),
    about("地址", "在哪里", "怎么走"),
    about("收费标准", "怎么收费", "要交多少钱"),
    about("电话", "怎么联系", "打哪个号码"),
    about("所需材料", "要带什么", "准备哪些东西"),
    about("办理时限", "多久能办好", "要等几天"),
    about("预约方式", "怎么预约", "要不要先约"),
    about("停车位", "能停车吗", "有地方停车吗"),
    about("窗口", "去几号窗口", "在几楼办"),
    about("名额", "还收人吗", "一共收多少人"),
    about("条件", "谁可以去", "什么人能办"),
    about("投诉渠道", "不满意找谁", "怎么投诉"),
];

/// Of people.
pub const OF_PEOPLE: &[Attribute] = &[
    about("职务", "是做什么的", "担任什么"),
    about("办公室", "在哪间办公", "去哪里找他"),
    about("值班时间", "哪天上班", "星期几在"),
    about("专长", "擅长什么", "会看什么"),
    about("挂号费", "的号多少钱", "看一次收多少"),
    about("电话", "怎么联系", "打哪个号码"),
    about("学历", "哪里毕业的", "读的什么专业"),
    about("著作", "写过什么书", "出过哪些书"),
];

/// Of what is counted by the year.
pub const OF_YEARS: &[&str] = &["接待人数", "办件量", "经费", "投诉量", "平均等候时间", "满意度"];

const MODIFIERS: &str = "智能 便携 折叠 防水 电动 儿童 家用 车载 无线 静音 迷你 加厚 不锈钢 陶瓷 竹制 玻璃 羊毛 纯棉 实木 \
    塑料 高压 低温 太阳能 户外 办公 医用 工业 手持 壁挂 台式 落地 双层 三合一 全自动 半自动 变频 恒温 可调 旋转 磁吸 \
    感应 遥控 超薄 大号 小号 加长 环保 抗菌 防滑 隔音 保温 快充 四季 冬季 夏季 复古 定制 进口 国产 二手";
const THINGS: &str = "水壶 台灯 风扇 冰箱 洗衣机 空调 电视 音箱 耳机 键盘 鼠标 显示器 打印机 路由器 相机 手表 手环 充电器 \
    插座 灯泡 沙发 椅子 桌子 书架 衣柜 床垫 枕头 被子 窗帘 地毯 锅 碗 筷子 刀具 菜板 烤箱 微波炉 电饭煲 榨汁机 咖啡机 \
    净水器 吸尘器 扫地机 加湿器 除湿机 热水器 油烟机 洗碗机 消毒柜 马桶 花洒 水龙头 门锁 猫眼 行李箱 背包 雨伞 帐篷 \
    睡袋 自行车 滑板 头盔 轮胎 雨刷 座垫 玩具 积木 画笔 钢琴 吉他 望远镜 显微镜 血压计 体温计 轮椅 拐杖 口罩 手套 雨衣";
const SERVICES: &str = "图书馆 游泳馆 体育馆 博物馆 政务大厅 医院 药店 派出所 邮局 银行 幼儿园 小学 中学 养老院 菜市场 停车场 \
    公园 剧院 电影院 培训班 驾校 宠物医院 理发店 健身房 食堂 社保窗口 税务窗口 婚姻登记处 户籍窗口 公证处 法律援助 就业中心 \
    回收站 充电站 加油站 公交总站 地铁站 火车站 机场 码头 旅馆 民宿 会议中心 档案馆 科技馆 动物园 植物园 滑雪场 温泉 果园";
const PLACE_STEMS: &str = "东 西 南 北 中 新 老 上 下 前 后 大 小 长 平 安 和 永 福 龙 凤 白 黑 红 青 金 银 石 玉 清 明 春 秋 海 江 河 \
    湖 云 雨 花 松 竹 梅 柳 桃 兴 泰 康 宁 顺";
const PLACE_HEADS: &str = "山 水 桥 口 湾 岭 坡 塘 庄 城 门 关 台 岗 沟 泉 洲 岛 浦 坊";
const PLACE_TAILS: &str = "市 县 区 镇 乡 村 街 路";
const BRAND_CHARS: &str = "华 泰 恒 瑞 盛 鑫 宏 达 美 佳 乐 康 源 润 丰 隆 昌 益 诚 信 博 远 鸿 飞 腾 凯 悦 雅 尚 格 力 维 普 思 \
    科 联 创 信 亚 东 方 正 元 启 航 星 辰 光 晶";

const SURNAMES: &str = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 \
    沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦";
const GIVEN: &str = "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀 霞 平 刚 桂 英 华 玉 兰 建 国 文 斌 婷 雪 晨 宇 浩 轩 子 涵 欣 \
    怡 佳 琪 梓 萱 思 远 志 鹏 海 燕 春 梅 冬 青 少 云 天 佑 嘉 诚 立 群 振 东 晓 光 若 曦";
const TITLES: &str = "老师 医生 主任 教授 律师 师傅 馆长 书记 经理 教练 护士长 工程师";

/// The names that a pack of some size draws from; the first of each kind are drawn most.
pub struct Words {
    pub goods: Vec<String>,
    pub brands: Vec<String>,
    pub places: Vec<String>,
    pub services: Vec<String>,
    pub people: Vec<String>,
    pub titles: Vec<String>,
}

impl Words {
    /// Names for a pack of so many entries: as with words in texts, ever fewer new ones the larger it is (Heaps' law).
    pub fn for_entries(entries: usize, dice: &mut Dice) -> Words {
        let many = |scale: f64| (scale * (entries as f64).powf(0.7)) as usize + 4;
        let [stems, heads] = [PLACE_STEMS, PLACE_HEADS].map(split);
        let towns: Vec<String> = pairs(&stems, &heads);
        let [brand, given] = [BRAND_CHARS, GIVEN].map(split);
        let full = pairs(&split(SURNAMES), &pairs(&given, &given));
        Words {
            goods: some(&pairs(&split(MODIFIERS), &split(THINGS)), many(1.2), dice),
            brands: some(&pairs(&brand, &brand), many(0.6), dice),
            places: some(&pairs(&towns, &split(PLACE_TAILS)), many(1.0), dice),
            services: split(SERVICES),
            people: some(&full, many(3.0), dice),
            titles: split(TITLES),
        }
    }
}

fn split(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

fn pairs(heads: &[String], tails: &[String]) -> Vec<String> {
    heads.iter().flat_map(|head| tails.iter().map(move |tail| format!("{head}{tail}"))).collect()
}

/// So many of these, in an order that the dice give, each once.
fn some(of: &[String], many: usize, dice: &mut Dice) -> Vec<String> {
    let mut left = of.to_vec();
    left.sort_unstable();
    left.dedup();
    (0..many.min(left.len())).map(|_| left.swap_remove(dice.even(left.len()))).collect()
}
