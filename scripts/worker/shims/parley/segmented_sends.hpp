#pragma once

// Sends of one turn of the event loop, put together: the packets of a picture for one viewer go to the system in one
// call, which cuts them up at the end of its path (UDP generic segmentation offload, `UDP_SEGMENT` in udp(7), Linux
// 4.18). What the system does for a packet - routes, filters, queues, accounts - it then does once for many.
//
// - Only RTP of the size of video is held, and only until the end of the turn: what comes from the network is sent
//   before the loop looks at the network again. Sound, RTCP, STUN and DTLS go at once.
// - Packets of one stream to one address keep their order. All segments of a call have the same size, but for the last,
//   which may be smaller.
// - Whatever the system refuses is sent packet by packet, as the worker does without this.

#include <uv.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <new>
#include <utility>
#include <vector>

#ifdef __linux__
#include "parley/stream_to_address.hpp"

#include <cerrno>
#include <netinet/udp.h>
#endif

namespace parley
{
	class SegmentedSends
	{
	public:
		// Sends one packet by itself.
		using SendOne = std::function<void(const uint8_t* data, size_t len, const struct sockaddr* addr)>;

		SegmentedSends(uv_udp_t* uvHandle, SendOne sendOne)
		  : uvHandle(uvHandle), sendOne(std::move(sendOne))
		{
		}

		SegmentedSends(const SegmentedSends&)            = delete;
		SegmentedSends& operator=(const SegmentedSends&) = delete;

#if !defined(__linux__) || !defined(UDP_SEGMENT)
		bool Take(const uint8_t*, size_t, const struct sockaddr*)
		{
			return false;
		}

		void Close()
		{
		}

	private:
		uv_udp_t* uvHandle;
		SendOne sendOne;
#else
		~SegmentedSends()
		{
			std::free(this->slots);
			std::free(this->store);
		}

		// Takes a packet over. False when it has to be sent at once.
		bool Take(const uint8_t* data, size_t len, const struct sockaddr* addr)
		{
			if (!IsRtp(data, len) || !IsReady())
			{
				return false;
			}

			const StreamToAddress key(data, addr);
			const uint32_t index = key.Hash() % SlotCount;
			Slot& slot           = this->slots[index];

			// Another stream has the place, or the packet is no segment of what is held.
			if (slot.count > 0 && (!(slot.key == key) || !slot.Fits(len)))
			{
				SendHeld(slot);
			}

			// Alone it would be held for nothing but company that seldom comes.
			if (slot.count == 0 && len < HeldMinBytes)
			{
				return false;
			}

			if (this->storeUsed + sizeof(Packet) + len > StoreBytes)
			{
				SendAll();
			}

			Hold(slot, index, key, data, len);

			return true;
		}

		// Sends what is held and holds nothing from then on.
		void Close()
		{
			this->isClosed = true;

			if (!this->slots)
			{
				return;
			}

			SendAll();

			for (auto* handle : { reinterpret_cast<uv_handle_t*>(this->prepare), reinterpret_cast<uv_handle_t*>(this->check) })
			{
				handle->data = nullptr;
			}

			uv_close(reinterpret_cast<uv_handle_t*>(this->prepare), [](uv_handle_t* handle)
			  { delete reinterpret_cast<uv_prepare_t*>(handle); });
			uv_close(reinterpret_cast<uv_handle_t*>(this->check), [](uv_handle_t* handle)
			  { delete reinterpret_cast<uv_check_t*>(handle); });
		}

	private:
		// Streams to addresses that can be held at once. More of them share places, and are sent in smaller parts.
		static constexpr uint32_t SlotCount{ 4096 };
		static constexpr size_t StoreBytes{ 2 * 1024 * 1024 };
		static constexpr size_t HeldMinBytes{ 400 };
		static constexpr size_t RtpHeaderBytes{ 12 };
		// The system takes 64 segments (UDP_MAX_SEGMENTS) and 65,535 bytes with the headers.
		static constexpr uint32_t SegmentMaxCount{ 48 };
		static constexpr uint32_t CallMaxBytes{ 60'000 };

		// Stands in the store before the bytes of a packet.
		struct Packet
		{
			uint32_t next;
			uint32_t len;
		};

		struct Slot
		{
			StreamToAddress key;
			uint32_t first;
			uint32_t last;
			uint32_t count;
			uint32_t bytes;
			uint32_t segmentBytes;
			uint32_t lastBytes;

			bool Fits(size_t len) const
			{
				return len <= this->segmentBytes && this->lastBytes == this->segmentBytes &&
				       this->count < SegmentMaxCount && this->bytes + len <= CallMaxBytes;
			}
		};

		static bool IsRtp(const uint8_t* data, size_t len)
		{
			// RFC 5761 section 4 and RFC 7983 section 7.
			const bool isRtpOrRtcp = len > RtpHeaderBytes && (data[0] >> 6) == 2;

			return isRtpOrRtcp && (data[1] < 192 || data[1] > 223);
		}

		// Whether packets may be held. Finds out at the first one that could be.
		bool IsReady()
		{
			if (this->isClosed || this->isRefused)
			{
				return false;
			}

			if (this->slots)
			{
				return true;
			}

			int segmentBytes{ 0 };
			socklen_t len{ sizeof(segmentBytes) };

			// A system that does not know the option would send all segments as one datagram.
			if (
			  uv_fileno(reinterpret_cast<uv_handle_t*>(this->uvHandle), &this->fd) != 0 ||
			  getsockopt(this->fd, IPPROTO_UDP, UDP_SEGMENT, &segmentBytes, &len) != 0)
			{
				this->isRefused = true;

				return false;
			}

			// The system gives memory of these when it is first used.
			this->slots = static_cast<Slot*>(std::calloc(SlotCount, sizeof(Slot)));
			this->store = static_cast<uint8_t*>(std::malloc(StoreBytes));

			if (!this->slots || !this->store)
			{
				throw std::bad_alloc();
			}

			Watch();

			return true;
		}

		// After timers and after input, at each turn of the loop.
		void Watch()
		{
			this->prepare       = new uv_prepare_t;
			this->check         = new uv_check_t;
			this->prepare->data = this;
			this->check->data   = this;

			uv_prepare_init(this->uvHandle->loop, this->prepare);
			uv_check_init(this->uvHandle->loop, this->check);
			uv_prepare_start(
			  this->prepare, [](uv_prepare_t* handle) { static_cast<SegmentedSends*>(handle->data)->SendAll(); });
			uv_check_start(
			  this->check, [](uv_check_t* handle) { static_cast<SegmentedSends*>(handle->data)->SendAll(); });
			uv_unref(reinterpret_cast<uv_handle_t*>(this->prepare));
			uv_unref(reinterpret_cast<uv_handle_t*>(this->check));
		}

		void Hold(Slot& slot, uint32_t index, const StreamToAddress& key, const uint8_t* data, size_t len)
		{
			const auto at = static_cast<uint32_t>(this->storeUsed);
			const Packet packet{ 0, static_cast<uint32_t>(len) };

			std::memcpy(this->store + at, &packet, sizeof(packet));
			std::memcpy(this->store + at + sizeof(packet), data, len);
			// The next packet's head is read where it lies.
			this->storeUsed += sizeof(packet) + ((len + alignof(Packet) - 1) & ~(alignof(Packet) - 1));

			if (slot.count == 0)
			{
				slot.key          = key;
				slot.first        = at;
				slot.bytes        = 0;
				slot.segmentBytes = packet.len;
				this->held.push_back(index);
			}
			else
			{
				PacketAt(slot.last)->next = at;
			}

			slot.last      = at;
			slot.lastBytes = packet.len;
			slot.bytes += packet.len;
			++slot.count;
		}

		Packet* PacketAt(uint32_t at) const
		{
			return reinterpret_cast<Packet*>(this->store + at);
		}

		void SendAll()
		{
			for (const uint32_t index : this->held)
			{
				SendHeld(this->slots[index]);
			}

			this->held.clear();
			this->storeUsed = 0;
		}

		// What is in the slot leaves it. Its bytes stay in the store until all is sent.
		void SendHeld(Slot& slot)
		{
			if (slot.count == 0)
			{
				return;
			}

			const uint32_t count = slot.count;

			slot.count = 0;

			if (count == 1 || !SendSegments(slot, count))
			{
				for (uint32_t at{ slot.first }, sent{ 0 }; sent < count; ++sent)
				{
					const Packet* packet = PacketAt(at);

					this->sendOne(reinterpret_cast<const uint8_t*>(packet + 1), packet->len, &slot.key.address.any);
					at = packet->next;
				}
			}
		}

		bool SendSegments(Slot& slot, uint32_t count)
		{
			// Those that wait came first.
			if (this->isRefused || uv_udp_get_send_queue_count(this->uvHandle) != 0)
			{
				return false;
			}

			struct iovec parts[SegmentMaxCount];
			uint32_t at{ slot.first };

			for (uint32_t part{ 0 }; part < count; ++part)
			{
				Packet* packet = PacketAt(at);

				parts[part] = { packet + 1, packet->len };
				at          = packet->next;
			}

			alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(uint16_t))]{};
			struct msghdr message{};

			message.msg_name       = &slot.key.address;
			message.msg_namelen    = slot.key.AddressBytes();
			message.msg_iov        = parts;
			message.msg_iovlen     = count;
			message.msg_control    = control;
			message.msg_controllen = sizeof(control);

			struct cmsghdr* option = CMSG_FIRSTHDR(&message);
			const auto segment     = static_cast<uint16_t>(slot.segmentBytes);

			option->cmsg_level = IPPROTO_UDP;
			option->cmsg_type  = UDP_SEGMENT;
			option->cmsg_len   = CMSG_LEN(sizeof(segment));
			std::memcpy(CMSG_DATA(option), &segment, sizeof(segment));

			ssize_t sent;

			do
			{
				sent = sendmsg(this->fd, &message, 0);
			} while (sent < 0 && errno == EINTR);

			if (sent >= 0)
			{
				return true;
			}

			// A way out that cannot do it, such as a device without checksums, will not learn it.
			this->isRefused = errno == EIO || errno == EOPNOTSUPP || errno == ENOPROTOOPT;

			return false;
		}

		uv_udp_t* uvHandle;
		SendOne sendOne;
		uv_os_fd_t fd{ -1 };
		uv_prepare_t* prepare{ nullptr };
		uv_check_t* check{ nullptr };
		bool isClosed{ false };
		bool isRefused{ false };
		Slot* slots{ nullptr };
		uint8_t* store{ nullptr };
		size_t storeUsed{ 0 };
		// Indices of slots that hold packets, and of some that were sent early.
		std::vector<uint32_t> held;
#endif
	};
} // namespace parley
