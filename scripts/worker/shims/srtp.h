#pragma once

// The worker is written for libsrtp 3, distributions ship libsrtp 2. This header gives the worker the calls of
// version 3 that it makes, carried out by version 2. It stands ahead of the system's headers on the include path.
//
// What differs, and how it is met:
// - Version 3 has an opaque policy, filled in by setters. Here it is a version 2 policy with its own key buffer.
//   `srtp_create` of version 2 copies everything it needs, so the policy may be destroyed right after, as the worker
//   does.
// - Version 3 protects from one buffer into another. Version 2 works in place: the packet is copied to the output
//   first. Every length is checked before the copy.
// - Lengths are `size_t` in version 3 and `int` in version 2.
// - Version 3 has two more error codes.

#include <srtp2/srtp.h>

#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

namespace parley_srtp
{
	// Both values lie within the range of the version 2 enumeration (27 is its last, so its range ends at 31).
	inline constexpr auto buffer_small = static_cast<srtp_err_status_t>(28);
	inline constexpr auto cryptex_err  = static_cast<srtp_err_status_t>(29);

	class Policy
	{
	public:
		Policy()
		{
			std::memset(&this->policy, 0, sizeof(this->policy));
			this->policy.key = this->key;
		}

		Policy(const Policy&)            = delete;
		Policy& operator=(const Policy&) = delete;

		// The master key does not stay behind in freed memory. Through a volatile pointer the compiler may not leave
		// the writes out.
		~Policy()
		{
			volatile uint8_t* byte = this->key;

			for (size_t i = 0; i < sizeof(this->key); ++i)
			{
				byte[i] = 0;
			}
		}

		srtp_err_status_t SetKey(const uint8_t* masterKey, size_t keyLen, const uint8_t* salt, size_t saltLen)
		{
			if (keyLen > sizeof(this->key) || saltLen > sizeof(this->key) - keyLen)
			{
				return srtp_err_status_bad_param;
			}

			std::memcpy(this->key, masterKey, keyLen);
			std::memcpy(this->key + keyLen, salt, saltLen);

			return srtp_err_status_ok;
		}

		::srtp_policy_t policy;

	private:
		uint8_t key[SRTP_MAX_KEY_LEN]{};
	};

	inline srtp_err_status_t policy_create(Policy** policy)
	{
		*policy = new (std::nothrow) Policy();

		return *policy ? srtp_err_status_ok : srtp_err_status_alloc_fail;
	}

	inline void policy_destroy(Policy* policy)
	{
		delete policy;
	}

	inline srtp_err_status_t policy_set_ssrc(Policy* policy, srtp_ssrc_t ssrc)
	{
		policy->policy.ssrc = ssrc;

		return srtp_err_status_ok;
	}

	inline srtp_err_status_t policy_set_profile(Policy* policy, srtp_profile_t profile)
	{
		const auto status = srtp_crypto_policy_set_from_profile_for_rtp(&policy->policy.rtp, profile);

		return status ? status : srtp_crypto_policy_set_from_profile_for_rtcp(&policy->policy.rtcp, profile);
	}

	// Master key identifiers are not used by the worker: asking for one is an error rather than silently ignored.
	inline srtp_err_status_t policy_add_key(
	  Policy* policy,
	  const uint8_t* key,
	  size_t keyLen,
	  const uint8_t* salt,
	  size_t saltLen,
	  const uint8_t* mki,
	  size_t mkiLen)
	{
		return mki || mkiLen > 0 ? srtp_err_status_bad_param : policy->SetKey(key, keyLen, salt, saltLen);
	}

	inline srtp_err_status_t policy_set_allow_repeat_tx(Policy* policy, bool allow)
	{
		policy->policy.allow_repeat_tx = allow ? 1 : 0;

		return srtp_err_status_ok;
	}

	inline srtp_err_status_t policy_set_window_size(Policy* policy, size_t size)
	{
		policy->policy.window_size = static_cast<unsigned long>(size);

		return srtp_err_status_ok;
	}

	inline srtp_err_status_t create(srtp_t* session, Policy* policy)
	{
		return ::srtp_create(session, &policy->policy);
	}

	using InPlace = srtp_err_status_t (*)(srtp_t, void*, int*);

	// `room` is what the operation may add to the packet. `*outLen` is the size of the output when called and the
	// length of the result on success; on failure it is left as it was.
	inline srtp_err_status_t transform(
	  InPlace operation, srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t room)
	{
		if (inLen > INT_MAX - room || inLen + room > *outLen)
		{
			return buffer_small;
		}

		if (out != in)
		{
			std::memmove(out, in, inLen);
		}

		int len           = static_cast<int>(inLen);
		const auto status = operation(session, out, &len);

		if (status == srtp_err_status_ok)
		{
			*outLen = static_cast<size_t>(len);
		}

		return status;
	}

	inline srtp_err_status_t protect(
	  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
	{
		return transform(::srtp_protect, session, in, inLen, out, outLen, SRTP_MAX_TRAILER_LEN);
	}

	// SRTCP also carries an index of four bytes.
	inline srtp_err_status_t protect_rtcp(
	  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
	{
		return transform(
		  ::srtp_protect_rtcp, session, in, inLen, out, outLen, SRTP_MAX_TRAILER_LEN + sizeof(uint32_t));
	}

	inline srtp_err_status_t unprotect(
	  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
	{
		return transform(::srtp_unprotect, session, in, inLen, out, outLen, 0);
	}

	inline srtp_err_status_t unprotect_rtcp(
	  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
	{
		return transform(::srtp_unprotect_rtcp, session, in, inLen, out, outLen, 0);
	}

	// Both versions take the SSRC as it stands in the packet, in network order.
	inline srtp_err_status_t stream_remove(srtp_t session, uint32_t ssrc)
	{
		return ::srtp_remove_stream(session, ssrc);
	}
} // namespace parley_srtp

// The worker uses the plain names, unqualified, so macros are what reaches it. They come last: nothing above may be
// rewritten by them.
#define srtp_policy_t parley_srtp::Policy*
#define srtp_policy_create parley_srtp::policy_create
#define srtp_policy_destroy parley_srtp::policy_destroy
#define srtp_policy_set_ssrc parley_srtp::policy_set_ssrc
#define srtp_policy_set_profile parley_srtp::policy_set_profile
#define srtp_policy_add_key parley_srtp::policy_add_key
#define srtp_policy_set_allow_repeat_tx parley_srtp::policy_set_allow_repeat_tx
#define srtp_policy_set_window_size parley_srtp::policy_set_window_size
#define srtp_create parley_srtp::create
#define srtp_protect parley_srtp::protect
#define srtp_protect_rtcp parley_srtp::protect_rtcp
#define srtp_unprotect parley_srtp::unprotect
#define srtp_unprotect_rtcp parley_srtp::unprotect_rtcp
#define srtp_stream_remove parley_srtp::stream_remove
#define srtp_err_status_buffer_small parley_srtp::buffer_small
#define srtp_err_status_cryptex_err parley_srtp::cryptex_err
