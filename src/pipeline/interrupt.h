#pragma once

namespace pggit::pipeline {

// Asked while servers work and between migrations; true ends the run with ErrorCode::Interrupted.
void stop_when(bool (*asked)());
bool stop_asked();

}  // namespace pggit::pipeline
