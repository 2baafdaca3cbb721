//! Where a comparison is, as a list of steps on the stack that is put into words when there is a difference: most
//! comparisons find none.

use std::fmt;

/// The way from the types that are compared to a part of them.
#[derive(Clone, Copy)]
pub(super) enum Path<'a> {
    Start,
    /// Into a signature, where a new trail begins.
    Position(&'a Path<'a>, Position),
    /// Into a type that is called so, if the trail begins with it.
    Step(&'a Path<'a>, &'a str, Step<'a>),
}

/// A place in a signature.
#[derive(Clone, Copy)]
pub(super) enum Position {
    /// Counted from 1.
    Parameter(usize),
    Result,
}

/// A part of a type.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    /// All of it.
    Whole,
    Argument(usize),
    Field(&'a str),
    Variant(&'a str),
}

impl<'a> Path<'a> {
    pub(super) fn position(&'a self, position: Position) -> Self {
        Self::Position(self, position)
    }

    /// One step down, from the type called `owner`.
    pub(super) fn step(&'a self, owner: &'a str, step: Step<'a>) -> Self {
        Self::Step(self, owner, step)
    }

    /// Whether it leads through a signature.
    pub(super) fn is_in_signature(&self) -> bool {
        match self {
            Self::Start => false,
            Self::Position(..) => true,
            Self::Step(before, ..) => before.is_in_signature(),
        }
    }

    fn has_trail(&self) -> bool {
        matches!(self, Self::Step(..))
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = match self {
            Self::Start => return Ok(()),
            Self::Position(before, _) | Self::Step(before, ..) => before,
        };
        before.fmt(f)?;
        let begins = match self {
            Self::Step(..) => !before.has_trail(),
            _ => true,
        };
        if begins && !matches!(before, Self::Start) {
            f.write_str(", ")?;
        }
        match self {
            Self::Start => Ok(()),
            Self::Position(_, position) => position.fmt(f),
            Self::Step(_, owner, step) => {
                if begins {
                    f.write_str(owner)?;
                }
                step.fmt(f)
            }
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter(number) => write!(f, "parameter {number}"),
            Self::Result => f.write_str("result"),
        }
    }
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Argument(index) => write!(f, "<{index}>"),
            Self::Field(name) => write!(f, ".{name}"),
            Self::Variant(name) => write!(f, "::{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_told_from_the_type_that_it_begins_with() {
        let start = Path::Start;
        assert_eq!(start.to_string(), "");
        let config = start.step("Config", Step::Field("retries"));
        assert_eq!(config.to_string(), "Config.retries");
        let callback = config.position(Position::Parameter(2));
        assert_eq!(callback.to_string(), "Config.retries, parameter 2");
        let variant = callback.step("Shape", Step::Variant("Circle"));
        let field = variant.step("Shape", Step::Field("0"));
        let argument = field.step("RVec", Step::Argument(0));
        assert_eq!(argument.to_string(), "Config.retries, parameter 2, Shape::Circle.0<0>");
        let result = callback.position(Position::Result);
        assert_eq!(result.to_string(), "Config.retries, parameter 2, result");
        assert_eq!(result.step("Point", Step::Whole).to_string(), format!("{result}, Point"));
        assert!(result.is_in_signature() && !config.is_in_signature());
    }
}
