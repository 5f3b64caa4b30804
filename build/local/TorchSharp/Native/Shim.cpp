// The functions of libtorch that build/local/TorchSharp calls. ATen only: no autograd, no modules. Each function that
// may fail returns null or zero, and ActionMLTorch_message what was wrong. Only the headers of the operators that have no
// method are included: all of ATen/ATen.h takes 1.6 times as long to compile.
#include "Shim.h"

#include <ATen/Context.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/zeros.h>

using namespace actionml;

#define UNARY(name) \
  EXPORT Handle ActionMLTorch_##name(Handle self) { \
    return produce([=] { return Borrowed(self)->name(); }); \
  }

#define BINARY(name) \
  EXPORT Handle ActionMLTorch_##name(Handle self, Handle other) { \
    return produce([=] { return Borrowed(self)->name(*Borrowed(other)); }); \
  }

#define WITH_NUMBER(name) \
  EXPORT Handle ActionMLTorch_##name##_number(Handle self, Number other) { \
    return produce([=] { return Borrowed(self)->name(other.scalar()); }); \
  }

// In place: the managed object stays the same, so that success is all there is to return.
#define IN_PLACE(name, ...) return attempt([=] { Borrowed(self)->name(__VA_ARGS__); })

namespace {

at::TensorOptions on(int32_t device, int32_t index) {
  return at::TensorOptions().device(at::Device(static_cast<at::DeviceType>(device), static_cast<at::DeviceIndex>(index)));
}

c10::optional<at::ScalarType> optional_type(int32_t type) {
  return type < 0 ? c10::nullopt : c10::make_optional(static_cast<at::ScalarType>(type));
}

c10::optional<c10::string_view> rounding(int32_t mode) {
  return mode == 0 ? c10::nullopt : c10::make_optional<c10::string_view>(mode == 1 ? "trunc" : "floor");
}

}  // namespace

// Lifetime and data.

EXPORT const char* ActionMLTorch_message() { return message().c_str(); }

EXPORT int32_t ActionMLTorch_cuda_count() {
  int32_t count = 0;
  attempt([&] { count = at::hasCUDA() ? at::detail::getCUDAHooks().getNumGPUs() : 0; });
  return count;
}

EXPORT void ActionMLTorch_free(Handle self) {
  attempt([=] { c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(self); });
}

EXPORT int32_t ActionMLTorch_dim(Handle self) { return static_cast<int32_t>(self->dim()); }

EXPORT void ActionMLTorch_sizes(Handle self, int64_t* sizes) {
  for (int64_t size : self->sizes()) {
    *sizes++ = size;
  }
}

// The address of the elements and their length in bytes; -1 where they are not contiguous, -2 where not in the CPU's memory.
EXPORT void* ActionMLTorch_data(Handle self, int64_t* length) {
  *length = !self->is_cpu() ? -2 : !self->is_contiguous() ? -1 : self->numel() * static_cast<int64_t>(self->itemsize());
  return *length > 0 ? self->data() : nullptr;
}

EXPORT bool ActionMLTorch_item(Handle self, double* value) {
  return attempt([=] { *value = Borrowed(self)->item().toDouble(); });
}

EXPORT Handle ActionMLTorch_zeros(const int64_t* sizes, int32_t count, int32_t type, int32_t device, int32_t index) {
  return produce([=] { return at::zeros(at::IntArrayRef(sizes, count), on(device, index).dtype(static_cast<at::ScalarType>(type))); });
}

EXPORT Handle ActionMLTorch_clone(Handle self) {
  return produce([=] { return Borrowed(self)->clone(); });
}

EXPORT Handle ActionMLTorch_to_type(Handle self, int32_t type, bool copy, bool nonBlocking) {
  return produce([=] { return Borrowed(self)->to(static_cast<at::ScalarType>(type), nonBlocking, copy); });
}

EXPORT Handle ActionMLTorch_to_device(Handle self, int32_t device, int32_t index, bool copy, bool nonBlocking) {
  return produce([=] { return Borrowed(self)->to(on(device, index), nonBlocking, copy); });
}

EXPORT bool ActionMLTorch_copy_(Handle self, Handle source, bool nonBlocking) { IN_PLACE(copy_, *Borrowed(source), nonBlocking); }

// Element by element.

UNARY(neg)
UNARY(exp)
UNARY(log)
UNARY(sqrt)
UNARY(reciprocal)
UNARY(sigmoid)
UNARY(relu)
UNARY(t)
BINARY(mul)
BINARY(eq)
BINARY(matmul)
BINARY(add)
BINARY(sub)
WITH_NUMBER(add)
WITH_NUMBER(mul)
WITH_NUMBER(gt)

EXPORT Handle ActionMLTorch_silu(Handle self) {
  return produce([=] { return at::silu(*Borrowed(self)); });
}

EXPORT Handle ActionMLTorch_div(Handle self, Handle other, int32_t mode) {
  return produce([=] { return Borrowed(self)->div(*Borrowed(other), rounding(mode)); });
}

EXPORT Handle ActionMLTorch_div_number(Handle self, Number other, int32_t mode) {
  return produce([=] { return Borrowed(self)->div(other.scalar(), rounding(mode)); });
}

EXPORT bool ActionMLTorch_add_(Handle self, Handle other, Number alpha) { IN_PLACE(add_, *Borrowed(other), alpha.scalar()); }

EXPORT bool ActionMLTorch_mul_(Handle self, Handle other) { IN_PLACE(mul_, *Borrowed(other)); }

EXPORT bool ActionMLTorch_mul_number_(Handle self, Number other) { IN_PLACE(mul_, other.scalar()); }

EXPORT bool ActionMLTorch_addcmul_(Handle self, Handle first, Handle second, Number value) {
  IN_PLACE(addcmul_, *Borrowed(first), *Borrowed(second), value.scalar());
}

EXPORT bool ActionMLTorch_addcdiv_(Handle self, Handle first, Handle second, Number value) {
  IN_PLACE(addcdiv_, *Borrowed(first), *Borrowed(second), value.scalar());
}

// Products and sums.

EXPORT Handle ActionMLTorch_addmm(Handle self, Handle first, Handle second, float beta, float alpha) {
  return produce([=] { return Borrowed(self)->addmm(*Borrowed(first), *Borrowed(second), beta, alpha); });
}

EXPORT Handle ActionMLTorch_sum(Handle self, int32_t type) {
  return produce([=] { return Borrowed(self)->sum(optional_type(type)); });
}

EXPORT Handle ActionMLTorch_sum_over(Handle self, const int64_t* dims, int32_t count, bool keep, int32_t type) {
  return produce([=] { return Borrowed(self)->sum(at::IntArrayRef(dims, count), keep, optional_type(type)); });
}

EXPORT Handle ActionMLTorch_norm(Handle self, float p) {
  return produce([=] { return Borrowed(self)->norm(p); });
}

// Shapes.

EXPORT Handle ActionMLTorch_expand(Handle self, const int64_t* sizes, int32_t count) {
  return produce([=] { return Borrowed(self)->expand(at::IntArrayRef(sizes, count)); });
}

EXPORT Handle ActionMLTorch_reshape(Handle self, const int64_t* sizes, int32_t count) {
  return produce([=] { return Borrowed(self)->reshape(at::IntArrayRef(sizes, count)); });
}

EXPORT Handle ActionMLTorch_permute(Handle self, const int64_t* dims, int32_t count) {
  return produce([=] { return Borrowed(self)->permute(at::IntArrayRef(dims, count)); });
}

EXPORT Handle ActionMLTorch_unsqueeze(Handle self, int64_t dim) {
  return produce([=] { return Borrowed(self)->unsqueeze(dim); });
}

EXPORT Handle ActionMLTorch_narrow(Handle self, int64_t dim, int64_t start, int64_t length) {
  return produce([=] { return Borrowed(self)->narrow(dim, start, length); });
}

EXPORT Handle ActionMLTorch_index_select(Handle self, int64_t dim, Handle index) {
  return produce([=] { return Borrowed(self)->index_select(dim, *Borrowed(index)); });
}

EXPORT bool ActionMLTorch_split(Handle self, const int64_t* sizes, int32_t count, int64_t dim, Handle* parts) {
  return attempt([=] {
    std::vector<at::Tensor> found = Borrowed(self)->split_with_sizes(at::IntArrayRef(sizes, count), dim);
    for (int32_t i = 0; i < count; i++) {
      parts[i] = found[i].unsafeReleaseTensorImpl();
    }
  });
}

EXPORT Handle ActionMLTorch_cat(const Handle* parts, int32_t count, int64_t dim) {
  return produce([=] {
    c10::SmallVector<at::Tensor, 16> tensors;
    for (int32_t i = 0; i < count; i++) {
      tensors.push_back(*Borrowed(parts[i]));
    }
    return at::cat(at::TensorList(tensors.data(), tensors.size()), dim);
  });
}
