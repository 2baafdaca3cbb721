pub struct Task<T: Clone> {
    pub title: String,
    pub payload: T,
    pub subtasks: Vec<Self>,
}
