// What every function of the shim is made of: borrowed handles, results, errors.
//
// A handle is the tensor's reference-counted implementation itself, with one reference that the managed object owns:
// a heap-allocated at::Tensor around it would cost an allocation per result.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/LegacyTypeDispatch.h>

#include <cstdint>
#include <exception>
#include <string>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace actionml {

using Handle = c10::TensorImpl*;

// As NativeScalar of the managed side: the bits of a double or of an integer.
struct Number {
  int64_t bits;
  int64_t floating;

  at::Scalar scalar() const {
    double value;
    static_assert(sizeof value == sizeof bits);
    __builtin_memcpy(&value, &bits, sizeof value);
    return floating ? at::Scalar(value) : at::Scalar(bits);
  }
};

// The tensor of a handle for the time of a call: no count is changed.
class Borrowed {
 public:
  explicit Borrowed(Handle handle)
      : tensor_(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(handle)) {}
  Borrowed(const Borrowed&) = delete;
  ~Borrowed() { tensor_.unsafeReleaseTensorImpl(); }
  at::Tensor* operator->() { return &tensor_; }
  at::Tensor& operator*() { return tensor_; }

 private:
  at::Tensor tensor_;
};

// What the last failed call of this thread said.
inline std::string& message() {
  thread_local std::string text;
  return text;
}

// Runs a body; false, and a message, where it throws. The engine's gradients are graph nodes, so that autograd never has
// anything to record: this guard skips its dispatch keys and those that count versions and track views, which is less
// work per call than a NoGradGuard. Unlike InferenceMode it makes ordinary tensors, which any thread may change.
template <class Body>
bool attempt(Body body) noexcept {
  try {
    at::AutoDispatchBelowADInplaceOrView guard;
    body();
    return true;
  } catch (const c10::Error& error) {
    message() = error.what_without_backtrace();
  } catch (const std::exception& error) {
    message() = error.what();
  } catch (...) {
    message() = "libtorch threw something that is no exception.";
  }
  return false;
}

// The handle of a body's tensor, or null.
template <class Body>
Handle produce(Body body) noexcept {
  Handle result = nullptr;
  attempt([&] { result = body().unsafeReleaseTensorImpl(); });
  return result;
}

}  // namespace actionml
