#pragma once

// The worker keeps its maps in `ankerl::unordered_dense`, a header that is not in its npm package and not in every
// distribution. The standard containers offer all that the worker asks of it: they promise more about the validity
// of references and iterators, never less, and `erase(iterator)` returns the next element as the worker expects.

#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	template<class T>
	using hash = std::hash<T>;

	template<class Key, class Value, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>>
	using map = std::unordered_map<Key, Value, Hash, Equal>;

	template<class Key, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>>
	using set = std::unordered_set<Key, Hash, Equal>;
} // namespace ankerl::unordered_dense
