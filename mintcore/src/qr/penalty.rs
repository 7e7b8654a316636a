//! What is bad about a symbol under a mask: ISO/IEC 18004:2015, 7.8.3.1.
//!
//! The symbol is looked at as it is printed, with its format information, and what lies outside of it is light: the quiet
//! zone. All columns of a row are counted at once.

use super::row::Row;

/// The penalty of a symbol of `size` rows: the lower, the better. `same` is a buffer to use again.
pub(super) fn penalty<const N: usize>(rows: &[Row<N>], size: usize, same: &mut Vec<Row<N>>) -> u32 {
    let all = Row::first(size);
    let pairs = all.ahead(1);
    let mut runs = 0_u32;
    let mut blocks = 0_u32;
    let mut finders = 0_u32;
    let mut dark = 0_u32;
    let add = |sum: &mut u32, count: u32| *sum = sum.wrapping_add(count);

    // Along the rows. A module that is as its right neighbour: five alike are four such ones.
    for row in rows {
        add(&mut dark, row.count());
        let alike = !(*row ^ row.ahead(1)) & pairs;
        let fours = alike & alike.ahead(1) & alike.ahead(2) & alike.ahead(3);
        add(&mut runs, run_points(fours, fours.behind(1)));
        let finder = *row & !row.ahead(1) & row.ahead(2) & row.ahead(3) & row.ahead(4) & !row.ahead(5) & row.ahead(6);
        let dark_before = row.behind(1) | row.behind(2) | row.behind(3) | row.behind(4);
        let dark_after = row.ahead(7) | row.ahead(8) | row.ahead(9) | row.ahead(10);
        add(&mut finders, (finder & !(dark_before & dark_after)).count());
    }

    // Down the columns.
    same.clear();
    same.extend(rows.array_windows().map(|&[upper, lower]| !(upper ^ lower) & all));
    for (&[upper, lower], alike) in rows.array_windows().zip(same.iter()) {
        add(&mut blocks, (*alike & !(upper ^ upper.ahead(1)) & !(lower ^ lower.ahead(1)) & pairs).count());
    }
    let mut before = Row::LIGHT;
    for &[a, b, c, d] in same.array_windows() {
        let fours = a & b & c & d;
        add(&mut runs, run_points(fours, before));
        before = fours;
    }
    // From here on the buffer holds the rows with the quiet zone above and below.
    same.clear();
    same.resize(4, Row::LIGHT);
    same.extend_from_slice(rows);
    same.resize(size.wrapping_add(8), Row::LIGHT);
    for &[a, b, c, d, one, two, three, four, five, six, seven, w, x, y, z] in same.array_windows() {
        let finder = one & !two & three & four & five & !six & seven;
        if finder != Row::LIGHT {
            add(&mut finders, (finder & !((a | b | c | d) & (w | x | y | z))).count());
        }
    }

    let modules = u32::try_from(size.wrapping_mul(size)).unwrap_or(u32::MAX);
    // How many steps of 5 % the dark modules are away from a half.
    let steps = dark.wrapping_mul(20).abs_diff(modules.wrapping_mul(10)).checked_div(modules).unwrap_or_default();
    runs.wrapping_add(blocks.wrapping_mul(3))
        .wrapping_add(finders.wrapping_mul(40))
        .wrapping_add(steps.wrapping_mul(10))
}

/// Points for runs of 5 modules or more: 3, and one for each module above five. `fours` are the modules with which five
/// alike begin, `before` what stands one step before them.
fn run_points<const N: usize>(fours: Row<N>, before: Row<N>) -> u32 {
    let starts = fours & !before;
    starts.count().wrapping_mul(2).wrapping_add(fours.count())
}
