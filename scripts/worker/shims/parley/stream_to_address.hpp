#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <netinet/in.h>
#include <sys/socket.h>

namespace parley
{
	union Address
	{
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	};

	// What packets have to share to be sent together: an RTP stream (RFC 3550 section 5.1, SSRC) and where it goes. Without
	// gaps, so that its bytes can be compared.
	struct StreamToAddress
	{
		Address address;
		uint32_t ssrc;

		StreamToAddress(const uint8_t* data, const struct sockaddr* addr)
		{
			std::memset(this, 0, sizeof(*this));

			if (addr->sa_family == AF_INET6)
			{
				std::memcpy(&this->address.v6, addr, sizeof(this->address.v6));
			}
			else
			{
				// Not what fills it up.
				std::memcpy(&this->address.v4, addr, offsetof(struct sockaddr_in, sin_zero));
			}

			std::memcpy(&this->ssrc, data + 8, sizeof(this->ssrc));
		}

		bool operator==(const StreamToAddress& other) const
		{
			return std::memcmp(this, &other, sizeof(*this)) == 0;
		}

		uint32_t Hash() const
		{
			// Ports and streams are what differs among the viewers behind one address.
			const uint64_t host = this->address.any.sa_family == AF_INET6
			                        ? Last32Bits(this->address.v6.sin6_addr)
			                        : this->address.v4.sin_addr.s_addr;
			const uint64_t port = this->address.v4.sin_port;
			uint64_t mixed      = ((host << 16) ^ port) * 0x9e3779b97f4a7c15ULL;
			mixed               = (mixed ^ (mixed >> 29) ^ this->ssrc) * 0xbf58476d1ce4e5b9ULL;

			return static_cast<uint32_t>(mixed >> 32);
		}

		static uint32_t Last32Bits(const struct in6_addr& addr)
		{
			uint32_t bits;
			std::memcpy(&bits, addr.s6_addr + 12, sizeof(bits));

			return bits;
		}

		socklen_t AddressBytes() const
		{
			return this->address.any.sa_family == AF_INET6 ? sizeof(this->address.v6) : sizeof(this->address.v4);
		}
	};

	static_assert(sizeof(StreamToAddress) == sizeof(Address) + sizeof(uint32_t));
} // namespace parley
